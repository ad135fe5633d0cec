"""``python -m hub_config.services``: the service as the hub starts it, on the address the hub gives it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from urllib.parse import urlsplit

from tornado.httpserver import HTTPServer

from hub_config.services.app import make_service
from hub_config.settings import state_folder

LARGEST_BODY = 64 * 2**20


async def serve() -> None:
    """Until the hub ends it; the jobs it started end with it."""
    address = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    service = make_service(state_folder(), os.environ["JUPYTERHUB_SERVICE_PREFIX"])
    server = HTTPServer(service.app, xheaders=True, max_body_size=LARGEST_BODY)
    server.listen(address.port, address.hostname)
    stopped = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    await stopped.wait()
    server.stop()
    await service.jobs.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("tornado.application").setLevel(logging.INFO)
    asyncio.run(serve())

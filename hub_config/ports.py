"""Free TCP ports of this machine."""

from __future__ import annotations

import socket
from collections.abc import Callable

from hub_config.settings import LOOPBACK, Ports


def is_free(host: str, port: int) -> bool:
    """Whether something could listen at ``host:port`` now. An address that is not this machine's counts as taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def ports_near(public: int, free: Callable[[int], bool] = lambda port: is_free(LOOPBACK, port)) -> Ports:
    """The public port and the first three free ones on loopback after it (well below the ports systems give away)."""
    found = []
    port = public
    while len(found) < 3:
        port = port + 1 if port < 65535 else 1024
        if free(port):
            found.append(port)
    return Ports(public, *found)

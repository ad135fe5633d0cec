"""The school's service, as a notebook server speaks to it: with its own hub token, without waiting for long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx


class ServiceUnreachable(Exception):
    """The service did not answer, or did not accept; the caller decides whether a person needs to know."""


@dataclass(frozen=True)
class SchoolService:
    """``url`` is the service's address inside the machine, ``token`` this server's hub token."""

    url: str
    token: str
    timeout: float = 5.0

    @property
    def path(self) -> str:
        """The service's path in the address bar of a browser, without a slash at its end."""
        return urlsplit(self.url).path.rstrip("/") or "/services/school"

    async def post(self, name: str, body: Mapping) -> None:
        """Posts ``body`` as JSON to ``<service>/<name>``. Raises ``ServiceUnreachable``."""
        headers = {"Authorization": f"token {self.token}"}
        try:
            async with httpx.AsyncClient(timeout=self.timeout, trust_env=False, headers=headers) as http:
                response = await http.post(f"{self.url.rstrip('/')}/{name}", json=body)
                response.raise_for_status()
        except httpx.HTTPError as error:
            raise ServiceUnreachable(str(error)) from error

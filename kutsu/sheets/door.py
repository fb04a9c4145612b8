"""The way out to Google: each request once, no redirects, and to another address than Google's where config says so."""

from __future__ import annotations

from collections.abc import Mapping

import requests
from requests.adapters import HTTPAdapter


class Door(HTTPAdapter):
    """Sends requests for the API and for the token alike; `base` takes the place of the host that they name.

    A redirect is refused: followed, it could carry the token elsewhere or turn a write into a reading that looks well.
    """

    def __init__(self, base: str = "") -> None:
        super().__init__(max_retries=0)
        self._base = base.rstrip("/")

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Send once; raises `requests.TooManyRedirects` for a redirect."""
        if self._base:
            request.url = self._base + request.path_url
        answer = super().send(request, stream, timeout, verify, cert, proxies)
        if answer.is_redirect:
            raise requests.TooManyRedirects(f"redirect {answer.status_code} refused", request=request, response=answer)
        return answer

"""The one way out to a network: a deadline for the whole call, no hidden retry, no redirect, a test server if wanted."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping

import requests
import urllib3
from requests.adapters import HTTPAdapter

from kutsu.core.ports import Clock


class Deadline:
    """The moment at which one channel call must be over, all its requests together."""

    def __init__(self, clock: Clock, span: dt.timedelta) -> None:
        self._clock = clock
        self._until = clock.now() + span

    def left(self) -> float:
        """Seconds on the wall that are left; raises `requests.ConnectTimeout` when there are none, before any connection."""
        seconds = self._clock.seconds(self._until - self._clock.now())
        if seconds <= 0:
            raise requests.ConnectTimeout("the time for this call is over")
        return seconds


class Door(HTTPAdapter):
    """Sends each request once and at once; `base` takes the place of the real host.

    It is the only way to give tweepy a timeout. A redirect is refused: followed, it would turn a POST into a GET that
    looks like success, or post twice.
    """

    def __init__(self, deadline: Deadline, base: str = "") -> None:
        super().__init__(max_retries=0)
        self.deadline, self.base = deadline, base.rstrip("/")

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: object = None,  # noqa: ARG002  the deadline decides, not the caller
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Send within the deadline; raises `requests.TooManyRedirects` for a redirect, with only one request made."""
        if self.base:
            request.url = self.base + request.path_url
        left = self.deadline.left()
        patience = urllib3.Timeout(connect=left / 4, total=left)
        answer = super().send(request, stream, patience, verify, cert, proxies)  # type: ignore[arg-type]  # stubs lack it
        if answer.is_redirect:
            raise requests.TooManyRedirects(f"redirect {answer.status_code} refused", request=request, response=answer)
        return answer


def hush(*loggers: str) -> None:
    """Keep clients that write credentials or addresses into their DEBUG log from doing so, whatever the root logger says."""
    for name in loggers:
        logger = logging.getLogger(name)
        logger.setLevel(max(logging.INFO, logger.level))

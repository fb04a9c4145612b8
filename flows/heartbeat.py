"""The heartbeat: an outside monitor is told of every good pull, and rings when it hears no more, be the whole machine dead."""

from __future__ import annotations

import logging

import requests

from kutsu.settings import Settings

VARIABLE = "KUTSU_HEARTBEAT"
"""The environment variable with the monitor's address, which is a secret."""

SECONDS = 10

log = logging.getLogger(__name__)

logging.getLogger("urllib3").setLevel(logging.WARNING)  # at DEBUG it writes whole addresses into the log


def beat(settings: Settings) -> bool:
    """Tell the monitor, if there is one; gives whether it took it. What fails is a line in the log, never a failed pull."""
    address = settings.environment.get(VARIABLE)
    if not address:
        return False
    try:
        answer = requests.get(address, timeout=SECONDS, allow_redirects=False)
    except (requests.RequestException, ValueError) as error:  # ValueError: no address; its words hold what was written
        log.warning("the monitor of %s could not be reached (%s)", VARIABLE, type(error).__name__)
        return False
    if not answer.ok:
        log.warning("the monitor of %s answered %s", VARIABLE, answer.status_code)
    return answer.ok

"""The pulse: asks every companion that has an address whether it answers, beside the supervisor, who never waits for one."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

import requests

from kutsu.up.supervisor import STARTING, WAITING, Ward

EVERY_SECONDS = 15
"""How often those that are well are asked; those that come up are asked each second."""

ANSWER_SECONDS = 5


def feel(wards: Mapping[str, Ward]) -> None:
    """Ask from now on, in a thread that ends with us."""
    threading.Thread(target=_ask_on, args=(wards,), daemon=True, name="pulse").start()


def _ask_on(wards: Mapping[str, Ward]) -> None:
    """Ask for ever."""
    with requests.Session() as line:
        line.trust_env = False  # no proxy on the way to this machine
        while True:
            for ward in wards.values():
                if ward.state == STARTING or time.monotonic() - ward.answered > EVERY_SECONDS:
                    ask(line, ward)
            time.sleep(1)


def ask(line: requests.Session, ward: Ward) -> None:
    """Ask one, and note when it answered, whatever it said: to be asked again, an answer of the life before counts as none."""
    if not ward.member.address or ward.state == WAITING:
        return
    asked = time.monotonic()
    try:
        line.get(ward.member.address, timeout=ANSWER_SECONDS, headers={"Connection": "close"}, allow_redirects=False)
    except requests.RequestException:
        return
    if asked > ward.begun:
        ward.answered = time.monotonic()

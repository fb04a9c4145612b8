"""One round of all checks: side by side in threads, over after a time whatever hangs, and never a traceback."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kutsu.channels.common.credentials import ADDRESS
from kutsu.core.checked import Checked, fault
from kutsu.core.errors import KutsuError
from kutsu.doctor import Check

SECONDS = 25.0
"""How long a round may take; a call of a channel gives up after 18 seconds by itself."""

HANGS = "Look again; if it stays so, look at this machine's network, its name servers and its firewall."
BROKE = "The check itself broke, which is a fault of Kutsu: report it, and look at this by hand."


@dataclass
class _Turn:
    """One check under way; what it has seen so far counts even when it never ends."""

    where: str
    check: Check
    seen: list[Checked] = field(default_factory=list)
    done: bool = False

    def run(self) -> None:
        """Look, to the end or until it breaks."""
        what, look = self.check
        try:
            for each in look():
                self.seen.append(each)
        except KutsuError as error:
            self.seen.append(fault(what, str(error), advice(str(error))))
        except Exception as error:
            self.seen.append(fault(what, f"could not be looked at ({type(error).__name__}: {_short(error)})", BROKE))
        self.done = True


def go(
    checks: Iterable[tuple[str, Check]], secrets: Sequence[str], seconds: float = SECONDS
) -> list[tuple[str, Checked]]:
    """Everything that was seen, by field, in the order of the checks, without any of the `secrets` and without mail addresses."""
    until = time.monotonic() + seconds
    turns = [_Turn(name, check) for name, check in checks]
    threads = [threading.Thread(target=turn.run, daemon=True) for turn in turns]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(until - time.monotonic(), 0))
    return [(turn.where, _clean(each, secrets)) for turn in turns for each in _told(turn, seconds)]


def advice(words: str) -> str:
    """What to do about an error that an edge told, which names the account and often says it itself."""
    if "could not be reached" in words or "gave no answer" in words or "does not answer" in words:
        return "Is this machine's network up, and the other side too (its status page)? Kutsu tries again by itself."
    if "set what is missing" in words:
        return "Set it in the environment of every Kutsu process, then start them again."
    if any(f"answered {status}" in words for status in (401, 402, 403)):
        return "Make new credentials at the network for this very account, and set them in the environment."
    return "Mend what it says, then look again."


def _told(turn: _Turn, seconds: float) -> list[Checked]:
    """What a turn saw, and that it did not end."""
    seen = list(turn.seen)
    return seen if turn.done else [*seen, fault(turn.check[0], f"no answer within {seconds:g} seconds", HANGS)]


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _clean(seen: Checked, secrets: Sequence[str]) -> Checked:
    """The same without a secret or an address, wherever the words came from."""
    return replace(
        seen, what=_scrubbed(seen.what, secrets), seen=_scrubbed(seen.seen, secrets), do=_scrubbed(seen.do, secrets)
    )


def _scrubbed(text: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, "***")
    return ADDRESS.sub("***@***", text)

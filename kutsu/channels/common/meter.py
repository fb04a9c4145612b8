"""What a network says is left of an account's allowance, noted from every answer: at nothing, nothing is asked until the reset.

A request that is sure to be refused costs a city its good name with the network, and an adapter its place in the queue. What is
known dies with the process; the next one learns it from its first answer.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

from kutsu.channels.common.verdict import Exhausted, instant
from kutsu.core.ports import Clock

LONGEST = dt.timedelta(days=1)
"""The longest that a header is believed; no network has a longer window."""

ROLLING = dt.timedelta(minutes=5)
"""How long to leave Facebook alone when its hourly, rolling usage is full and it names no time."""

NUMBER = re.compile(r"\d+")

Headers = Mapping[str, str]
Until = Callable[[Headers, dt.datetime], dt.datetime | None]
"""Until when nothing more may be asked, by the headers of an answer that came at this instant; None when something is left."""

Bucket = Callable[[str, str], str]
"""The allowance that a request (method, path) is counted in."""


class Meter:
    """The allowances of one account; `who` names it for people."""

    def __init__(self, who: str, clock: Clock, until: Until, bucket: Bucket) -> None:
        self._who, self._clock, self._until, self._bucket = who, clock, until, bucket
        self._spent: dict[str, dt.datetime] = {}

    def ask(self, method: str, address: str) -> None:
        """Let a request pass; raises `Exhausted` with the time of the reset when its allowance is known to be spent."""
        until = self._spent.get(self._bucket(method, urlsplit(address).path))
        if until and until > self._clock.now():
            told = f"{self._who}: its allowance is used up until {until.astimezone(self._clock.now().tzinfo):%H.%M.%S}"
            raise Exhausted(f"{told}, by its own headers; nothing was asked", until)

    def note(self, method: str, address: str, headers: Headers) -> None:
        """Remember what an answer said of the allowance of its request; what says nothing of it changes nothing."""
        now, bucket = self._clock.now(), self._bucket(method, urlsplit(address).path)
        if until := self._until(headers, now):
            self._spent[bucket] = min(until, now + LONGEST)
        else:
            self._spent.pop(bucket, None)


def remaining(prefix: str) -> Until:
    """Of networks with `<prefix>-remaining` and `-reset` (epoch seconds, or ISO 8601 as on Mastodon)."""

    def until(headers: Headers, _: dt.datetime) -> dt.datetime | None:
        if headers.get(f"{prefix}-remaining", "").strip() != "0":
            return None
        return _moment(headers.get(f"{prefix}-reset", "").strip())

    return until


def usage(headers: Headers, now: dt.datetime) -> dt.datetime | None:
    """Of Facebook: percent in `X-App-Usage`, `X-Page-Usage` and per case in `X-Business-Use-Case-Usage`, there with minutes."""
    cases = [case for name in ("X-App-Usage", "X-Page-Usage") for case in _cases({"": [_read(headers.get(name))]})]
    cases += _cases(_read(headers.get("X-Business-Use-Case-Usage")))
    full = [case for case in cases if max(_percents(case), default=0) >= 100 or _minutes(case)]
    waits = [dt.timedelta(minutes=_minutes(case)) or ROLLING for case in full]
    return now + max(waits) if waits else None


def each_endpoint(method: str, path: str) -> str:
    """Of networks that count each endpoint for itself; the ids in its path are none of its name."""
    return f"{method} {NUMBER.sub('0', path)}"


def one(method: str, path: str) -> str:  # noqa: ARG001  the same signature for all
    """Of networks that count everything together."""
    return ""


def _moment(text: str) -> dt.datetime | None:
    """The aware instant of a reset, however it is written; None when it cannot be read."""
    try:
        read = dt.datetime.fromisoformat(text)
    except ValueError:
        return instant(text)
    return read if read.tzinfo else read.replace(tzinfo=dt.UTC)


def _read(text: str | None) -> object:
    """The JSON of a header; nothing where there is none to read."""
    try:
        return json.loads(text or "{}")
    except ValueError:
        return {}


def _cases(found: object) -> Iterator[Mapping[str, object]]:
    """The use cases of all ids, those that can be read."""
    lists = found.values() if isinstance(found, dict) else ()
    return (case for cases in lists if isinstance(cases, list) for case in cases if isinstance(case, dict))


def _percents(case: Mapping[str, object]) -> Iterator[float]:
    """How full each count of a case is."""
    names = ("call_count", "total_time", "total_cputime")
    return (value for name in names if isinstance(value := case.get(name), int | float))


def _minutes(case: Mapping[str, object]) -> int:
    """In how many minutes access comes back; 0 when it was not lost."""
    minutes = case.get("estimated_time_to_regain_access")
    return minutes if isinstance(minutes, int) else 0

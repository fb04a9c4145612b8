"""Calls: once when it comes, again after an hour, once when it is over; and what a watch does not see is not over."""

from __future__ import annotations

import datetime as dt

from kutsu.core.alarms import Alarm
from kutsu.core.calls import Known, News, hear, inherited, message
from tests.factories import NOW


def alarm(about: str, what: str = "it is late", code: str = "overdue") -> Alarm:
    """One alarm."""
    return Alarm(about, what, NOW, "Look.", code)


def after(minutes: float) -> dt.datetime:
    """So many minutes from now."""
    return NOW + dt.timedelta(minutes=minutes)


def verbs(news: list[News]) -> list[str]:
    """What is told, in order."""
    return [each.verb for each in news]


def test_once_again_and_over() -> None:
    """It is told when it comes, not at the next look in whatever words, again after an hour, and once when it is over."""
    news, known = hear({}, [alarm("a")], NOW, NOW)
    assert [str(each) for each in news] == [f"ALARM {alarm('a')}"]
    news, known = hear(known, [alarm("a", "it is later")], NOW, after(59))
    assert news == []
    news, known = hear(known, [alarm("a")], NOW, after(60))
    assert verbs(news) == ["STILL"]
    news, known = hear(known, [alarm("a")], NOW, after(119))
    assert news == []
    news, known = hear(known, [], NOW, after(120))
    assert [str(each) for each in news] == ["over: a: it is late"]
    assert hear(known, [], NOW, after(121)) == ([], {})


def test_after_a_restart() -> None:
    """A new watch tells nothing anew, and takes nothing for over that it gives some time and cannot see yet."""
    _, known = hear({}, [alarm("a"), alarm("b")], NOW, NOW)
    begun = after(5)
    news, known = hear(inherited(known), [alarm("b")], begun, begun)
    assert news == []
    news, known = hear(known, [], begun, after(6))
    assert [str(each) for each in news] == ["over: b: it is late"]
    news, _ = hear(known, [], begun, after(18))
    assert [str(each) for each in news] == ["over: a: it is late"]


def test_blind() -> None:
    """What a watch that cannot look does not see is not over; that it can look again is told."""
    _, known = hear({}, [alarm("a")], NOW, NOW)
    news, known = hear(known, [alarm("the watch", "it cannot look", "blind")], NOW, after(1))
    assert verbs(news) == ["ALARM"]
    news, known = hear(known, [alarm("a")], NOW, after(2))
    assert [str(each) for each in news] == ["over: the watch: it cannot look"]
    assert known.keys() == {"overdue a"}


def test_a_clock_that_was_set_back() -> None:
    """A demo that is opened again at an earlier time still reminds after an hour of its own."""
    known = {"overdue a": Known("a", "it is late", after(600))}
    news, known = hear(known, [alarm("a")], NOW, NOW)
    assert (news, known["overdue a"].told) == ([], NOW)


def test_a_storm_is_one_message() -> None:
    """Forty alarms are one message with the first ten and a count; what is over comes last."""
    news = [
        News("over", "x: it is late"),
        *(News("ALARM", str(alarm(f"k{number}")), "overdue") for number in range(40)),
    ]
    subject, body = message(news)
    assert subject == "Kutsu: 40 alarms"
    lines = body.splitlines()
    assert (len(lines), lines[10]) == (12, "… and 31 more: kutsu watch --once")
    assert lines[-1] == "More: docs/runbook.md#overdue"
    assert all(line.startswith("ALARM k") for line in lines[:10])
    assert message(news[:1])[0] == "Kutsu: over: x: it is late"
    assert message(news[1:2])[0] == "Kutsu: k0: it is late"

"""The weekly digest: what it tells, out of what, to whom, when, and when there is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace

import pytest

from kutsu.audiences.file import Person
from kutsu.channels.common.mailing import Mailing
from kutsu.core import carrying
from kutsu.core.approval import Standing, Verdict
from kutsu.core.config import ChannelTable
from kutsu.core.digests import digests, of_rows
from kutsu.core.model import Digest, Entry, Reference, Stage, Status, Texts
from kutsu.core.publication import Message
from kutsu.core.schedule import Rules, deliveries
from tests.factories import NOW, TODAY, ZONE, approved, channel, entry, kind, pilot, rules, session, texts

DIGEST = kind("digest", "digest", "monday", offset=3, at=dt.time(9), lasts_days=2)
THURSDAY = TODAY + dt.timedelta(days=2)
MAIL = channel("letter", "fi", "sv", "en", adapter="email", kinds=("digest",), options={"list": "people.csv"})
ABOUT: tuple[Reference[Texts], ...] = (Reference("PILOT-1", texts("Otsikko")),)


def city(*channels: ChannelTable, holidays: frozenset[dt.date] = frozenset()) -> Rules:
    """A city with two themes and one kind."""
    made = rules(DIGEST, channels=channels or (MAIL,), holidays=holidays)
    return replace(made, city=replace(made.city, themes={"education": texts("Koulu"), "mobility": texts("Liikenne")}))


def found(*rows: Entry, now: dt.datetime = NOW) -> dict[tuple[str, str], Digest[str]]:
    """The digests by id and language."""
    judged = [standing for row in rows for standing in approved(row)]
    made = digests(judged, [DIGEST], city().city, ("fi", "sv"), now)
    assert {each.verdict for each in made} <= {Verdict.STANDS}
    return {(each.entry.subject.id, each.language): each.content for each in made if isinstance(each.content, Digest)}


def test_what_it_tells() -> None:
    """Sessions of two weeks, pilots that look for testers, have just started or have results, and nothing else."""
    day = dt.timedelta(days=1)
    rows = [
        entry(session()),
        entry(session(id="INFO-2", day=THURSDAY + 15 * day)),
        entry(session(id="INFO-3", status=Status.CANCELLED)),
        entry(pilot(deadline=THURSDAY)),
        entry(pilot(id="PILOT-2", deadline=THURSDAY - day)),
        entry(pilot(id="PILOT-3", stage=Stage.RUNNING, start=THURSDAY - 6 * day)),
        entry(pilot(id="PILOT-4", stage=Stage.RUNNING, start=THURSDAY - 7 * day)),
        entry(pilot(id="PILOT-5", stage=Stage.ENDED, results="https://example.org/tulokset")),
        entry(pilot(id="PILOT-6", stage=Stage.ENDED)),
    ]
    told = found(*rows)["DIGEST", "fi"]
    assert [each.id for each in told.sessions] == ["INFO-1"]
    assert [each.id for each in told.testers] == ["PILOT-1"]
    assert [each.id for each in told.started] == ["PILOT-3"]
    assert [each.id for each in told.finished] == ["PILOT-5"]
    assert told.testers[0].title == texts("Otsikko")["fi"]


@pytest.mark.parametrize(
    "row",
    [
        entry(pilot(), ""),
        entry(pilot(), held=True),
        entry(pilot(), faulty=True),
        entry(pilot(), embargo=NOW + dt.timedelta(days=9)),
        entry(pilot(announce=THURSDAY + dt.timedelta(days=1))),
        entry(pilot(stage=Stage.DROPPED)),
    ],
)
def test_what_is_not_to_be_known_makes_no_digest(row: Entry) -> None:
    """Nothing unapproved, held, broken, under embargo or not yet announced is told, and a digest of nothing is none."""
    assert found(row) == {}


def test_finnish_and_swedish_say_the_same() -> None:
    """What lacks its Swedish approval is not told in Finnish either; English tells what it has."""
    told = found(entry(pilot(), "fi en"), entry(pilot(id="PILOT-2")))
    assert {key: [each.id for each in digest.testers] for key, digest in told.items() if key[0] == "DIGEST"} == {
        ("DIGEST", "fi"): ["PILOT-2"],
        ("DIGEST", "sv"): ["PILOT-2"],
        ("DIGEST", "en"): ["PILOT-1", "PILOT-2"],
    }


def test_a_theme_has_its_own() -> None:
    """A theme's digest has its pilots, their sessions and those that concern everybody; a theme without news has none."""
    everybody = session(id="INFO-2")
    ours = session(pilots=ABOUT)
    told = found(entry(pilot()), entry(ours), entry(pilot(id="P-9", stage=Stage.PLANNING, theme="mobility")))
    assert {key for key, language in told if language == "fi"} == {"DIGEST", "DIGEST-EDUCATION"}
    told = found(entry(pilot()), entry(ours), entry(everybody))
    assert [each.id for each in told["DIGEST-MOBILITY", "fi"].sessions] == ["INFO-2"]
    assert [each.id for each in told["DIGEST-EDUCATION", "fi"].sessions] == ["INFO-1", "INFO-2"]


def planned(
    *channels: ChannelTable, now: dt.datetime = NOW, holidays: frozenset[dt.date] = frozenset()
) -> list[tuple[str, dt.datetime]]:
    """The keys and slots of what is to be said of one pilot."""
    made = city(*channels, holidays=holidays)
    judged: list[Standing] = approved(entry(pilot()))
    judged += digests(judged, made.kinds.values(), made.city, made.required, now)
    return [(each.key, each.slot) for each in deliveries(judged, made, now)]


def test_the_week_is_its_edition() -> None:
    """It goes out on Thursday at nine under the name of its ISO week, which the next week's does not have."""
    slot = dt.datetime(2026, 11, 26, 9, tzinfo=ZONE)
    general = [(f"DIGEST/digest/{key}/letter/2026-W48", slot) for key in ("en", "fi", "sv")]
    assert planned() == [
        (key.replace("DIGEST/", f"{name}/", 1), at) for name in ("DIGEST-EDUCATION", "DIGEST") for key, at in general
    ]
    assert {key[-8:] for key, _ in planned(now=NOW + dt.timedelta(days=7))} == {"2026-W49"}
    assert {key[-8:] for key, _ in planned(now=dt.datetime(2027, 1, 2, 12, tzinfo=ZONE))} == {"2026-W53"}


def test_a_holiday_moves_it() -> None:
    """On a Thursday that is a holiday it waits for the next waking moment."""
    assert {slot for _, slot in planned(holidays=frozenset({THURSDAY}))} == {dt.datetime(2026, 11, 27, 8, tzinfo=ZONE)}


def test_only_a_list_that_names_it() -> None:
    """A channel that carries every kind does not carry a digest, and config refuses one on a channel without a list."""
    assert planned(channel("x-fi", "fi", "sv", "en")) == []
    tables = {"letter": MAIL, "x-fi": channel("x-fi", "fi", kinds=("digest",))}
    told = [place for place, words in carrying.of_channels(tables, None, city().kinds) if "mail list only" in words]
    assert told == [("channels.toml", "x-fi", "kinds")]


def test_the_ledger_notes_no_approval_of_it() -> None:
    """What is noted of rows has no digest in it: nobody ticks one."""
    judged = approved(entry(pilot()))
    assert of_rows([*judged, *digests(judged, [DIGEST], city().city, ("fi", "sv"), NOW)]) == judged


@dataclass(frozen=True)
class Choosers:
    """Readers by the topics that they chose; who chose none reads all."""

    chosen: dict[str, set[str]]

    def recipients(self, language: str, topics: Collection[str] = ()) -> list[Person]:  # noqa: ARG002  they read all
        """Those who want one of these topics."""
        return [Person("", key) for key, own in self.chosen.items() if not topics or not own or own & {*topics}]

    def people(self, tokens: Collection[str]) -> dict[str, Person]:
        """All of them."""
        return {token: Person("", token) for token in tokens}


@pytest.mark.parametrize(
    ("topics", "chosen", "readers"),
    [
        ((), False, ["free", "school", "both"]),
        (("education",), False, ["free", "school", "both"]),
        (("mobility",), False, ["free", "both"]),
        ((), True, ["free"]),
        (("education",), True, ["school", "both"]),
        (("mobility",), True, ["both"]),
    ],
)
def test_everybody_gets_their_own(topics: tuple[str, ...], chosen: bool, readers: list[str]) -> None:
    """Who chose no topics gets the general digest alone, who chose some only theirs; other mail is for all whom it concerns."""
    people = Choosers({"free": set(), "school": {"education"}, "both": {"education", "mobility"}})
    mailing = Mailing(people, lambda _tokens, _scope: {}, "residents")
    assert mailing.tokens(Message("fi", {}, "", topics=topics, chosen=chosen)) == readers

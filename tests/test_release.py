"""The gate: what is due goes on whole, rendered and fitting, to channels that answer, once its page is out; or says why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import holidays
import pytest

from kutsu.core.config import ChannelTable
from kutsu.core.publication import State
from kutsu.core.render import Renderer
from kutsu.core.schedule import Rules
from kutsu.gallery import Gallery
from kutsu.ledger import gallery as ledger
from kutsu.ledger.claims import Claims, Outcome, Work
from kutsu.ledger.database import Database
from kutsu.ledger.editions import Editions
from kutsu.ledger.memory import Memories
from kutsu.ledger.pauses import Pauses
from kutsu.ledger.views import Views
from kutsu.publish import PATIENCE, Publisher
from kutsu.readings import Reader
from kutsu.release import Gate, Ready
from kutsu.settings import read_settings
from kutsu.survey import Surveyor
from kutsu.wiring import sources
from tests.books import NOW, Row
from tests.configs import ROOT
from tests.core.rows import PILOT, sheet
from tests.core.rows import ROUND as FULL_ROUND
from tests.fakes import FakeChannel, FakeMirror, FakeSheet, FakeWeb, HandClock

TICKS = {"approve.fi": True, "approve.sv": True, "approve.en": True}
ROUND: Row = {**FULL_ROUND, **TICKS}
X = {language: f"ROUND-1/pilots-selected/{language}/x-{language}/" for language in ("fi", "sv", "en")}
MAIL = {language: f"ROUND-1/pilots-selected/{language}/letter/" for language in ("fi", "sv", "en")}
LETTER = ("subject", "text", "html")


class Desk:
    """The gate with real templates and rules, a sheet of one round, three accounts, a mail list and a site."""

    def __init__(self, path: Path) -> None:
        settings = read_settings(ROOT / "config", path, {})
        tables = {f"x-{key}": ChannelTable(f"x-{key}", "x", (key,)) for key in settings.languages}
        tables["letter"] = ChannelTable("letter", "email", tuple(settings.languages))
        rules = Rules(settings.city, settings.languages, settings.kinds, tables, holidays.country_holidays("FI"))
        self.channels = {name: FakeChannel(name) for name in tables}
        self.letter = FakeChannel("letter", network="email", parts=LETTER, longest=100_000)
        self.channels["letter"] = self.letter
        self.database = Database(f"sqlite:///{path / 'ledger.db'}")
        self.clock, self.sheet, self.site = HandClock(NOW), FakeSheet(sheet()), FakeMirror()
        self.pauses, self.web = Pauses(self.database), FakeWeb()
        self.gallery = Gallery(ledger.Gallery(self.database), self.web.look, self.clock)
        memories, rest = Memories(self.database), (self.pauses, Editions(self.database))
        reader = Reader({"demo": self.sheet}, memories, rules, self.clock, self.gallery)
        self.surveyor = Surveyor(reader, memories, rules, [self.site], *rest)
        renderer = Renderer(sources(), settings.city, settings.languages)
        self.gate = Gate(rules, renderer, self.channels, self.site, Views(self.database), self.pauses, self.gallery)
        self.publisher = Publisher(Claims(self.database, "one"), self.channels, self.clock, self.pauses)

    def approve(self, round_: Row = ROUND) -> None:
        """Show a round unticked, then ticked as it is."""
        for row in ({**round_, **dict.fromkeys(TICKS)}, round_):
            self.sheet.holds = sheet(round=[row], pilots=[], sessions=[])
            self.surveyor.pull()

    def ready(self, **ahead: float) -> Ready:
        """What the gate lets through at a moment a little ahead."""
        return self.gate.ready(self.surveyor.look(), self.clock.now() + dt.timedelta(**ahead))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Everything that the gate needs, with an approved round."""
    made = Desk(tmp_path)
    made.approve()
    yield made
    made.database.close()


def keys(ready: Ready) -> set[str]:
    """What goes."""
    return {work.delivery.key for work in ready.works}


def work(ready: Ready, key: str) -> Work:
    """One delivery of those that go."""
    return next(each for each in ready.works if each.delivery.key == key)


def test_all_of_it_goes(desk: Desk) -> None:
    """Approved, complete, in its window and with its page out, a round goes in all languages on all channels."""
    ready = desk.ready()
    assert keys(ready) == {*X.values(), *MAIL.values()}
    assert ready.held == {}


def test_each_message_is_its_own(desk: Desk) -> None:
    """A message has the parts of its network, the words of its language, and the link to its page on the site."""
    ready = desk.ready()
    post, letter = work(ready, X["sv"]).message, work(ready, MAIL["fi"]).message
    assert list(post.parts) == ["status"]
    assert "Tio försök går vidare" in post.parts["status"]
    assert (post.language, post.link) == ("sv", "https://pilots.example.org/sv/ROUND-1/")
    assert set(letter.parts) == set(LETTER)
    assert "Kymmenen kokeilua jatkoon" in letter.parts["subject"]


def test_shares_are_the_channel_s(desk: Desk) -> None:
    """The recipients of each request are those that the channel names."""
    desk.letter.people = [("a", "b"), ("c",)]
    assert work(desk.ready(), MAIL["fi"]).shares == [("a", "b"), ("c",)]
    assert work(desk.ready(), X["fi"]).shares == [()]


def test_too_long_in_a_required_language(desk: Desk) -> None:
    """When Swedish does not fit on a network even in its shortest form, nothing goes there; other networks are not held."""
    desk.channels["x-sv"].longest = 40
    ready = desk.ready()
    assert keys(ready) == set(MAIL.values())
    assert "too long for x" in ready.held[X["sv"]]
    assert ready.held[X["fi"]].startswith("goes together with sv: ROUND-1: pilots-selected in sv is too long for x")
    assert set(ready.held) == set(X.values())


def test_too_long_in_an_optional_language(desk: Desk) -> None:
    """When English does not fit, English alone stays behind."""
    desk.channels["x-en"].longest = 40
    ready = desk.ready()
    assert keys(ready) == {X["fi"], X["sv"], *MAIL.values()}
    assert set(ready.held) == {X["en"]}


def test_an_account_that_does_not_answer(desk: Desk) -> None:
    """When the Finnish account has a dead token, Swedish waits for it, and each says all the reasons."""
    desk.channels["x-fi"].problems = ["the token is dead", "the list is broken"]
    ready = desk.ready()
    assert keys(ready) == set(MAIL.values())
    assert ready.held[X["fi"]] == "the token is dead; the list is broken"
    assert ready.held[X["sv"]] == "goes together with fi: the token is dead; the list is broken"


def test_a_list_that_does_not_answer_holds_itself_alone(desk: Desk) -> None:
    """A mail list that cannot publish does not keep the accounts on other networks."""
    desk.letter.problems = ["no unsubscribe group is set"]
    assert keys(desk.ready()) == set(X.values())


@pytest.mark.parametrize(("language", "going"), [("fi", set()), ("en", {X["fi"], X["sv"], MAIL["fi"], MAIL["sv"]})])
def test_a_page_that_is_not_out(desk: Desk, language: str, going: set[str]) -> None:
    """What links to a page waits until that page can be fetched: the whole release for a required language, else that one."""
    desk.site.lost = {("ROUND-1", language)}
    ready = desk.ready()
    assert keys(ready) == going
    why = f"its page is not out yet: https://pilots.example.org/{language}/ROUND-1/"
    assert ready.held[X[language]] == ready.held[MAIL[language]] == why


def test_a_kind_that_does_not_wait_for_its_page(desk: Desk) -> None:
    """A kind that only prefers its page goes without it."""
    started = {**PILOT, **TICKS, "stage": "käynnissä", "start": NOW.date(), "announce": dt.date(2019, 9, 1)}
    for ticks in (dict.fromkeys(TICKS), {}):
        desk.sheet.holds = sheet(round=[FULL_ROUND], pilots=[{**started, **ticks}], sessions=[])
        desk.surveyor.pull()
    desk.site.lost = {("PILOT-1", language) for language in ("fi", "sv", "en")}
    assert {work.delivery.kind for work in desk.ready().works} == {"pilot-started"}


def test_nobody_on_the_list(desk: Desk) -> None:
    """A list with no readers of a language has nobody to be told: that is said, and holds nothing else."""
    desk.letter.people = []
    ready = desk.ready()
    assert keys(ready) == set(X.values())
    assert set(ready.held.values()) == {"nobody on this list reads this language"}


def test_what_the_ledger_has_is_left_out(desk: Desk) -> None:
    """What was sent is not due again, and what was put off is due again from its time on, with what it goes with."""
    works = desk.ready().works
    for delivery in desk.publisher.claim([each for each in works if each.delivery.key in (X["fi"], X["sv"])]):
        desk.publisher.send(delivery, desk.clock.now())
    assert keys(desk.ready()) == {X["en"], *MAIL.values()}
    desk.publisher.claim([work(desk.ready(), MAIL["fi"]), work(desk.ready(), MAIL["sv"])])
    for key in (MAIL["fi"], MAIL["sv"]):
        later = Outcome(State.UNAVAILABLE, "429", next=desk.clock.now() + PATIENCE)
        desk.publisher.claims.settle(key, 0, later, desk.clock.now())
    assert not keys(desk.ready()) & {MAIL["fi"], MAIL["sv"]}
    assert keys(desk.ready(seconds=PATIENCE.total_seconds())) == {X["en"], *MAIL.values()}


def test_a_moment_ahead(desk: Desk) -> None:
    """A run that starts ahead of a slot sees what will be due at it, and without that it does not."""
    desk.clock.shows = NOW.replace(hour=8, minute=59, second=50)
    assert keys(desk.ready()) == set()
    assert keys(desk.ready(seconds=10)) == {*X.values(), *MAIL.values()}


def test_an_edit_after_approval(desk: Desk) -> None:
    """When the Finnish text was edited after its tick, nothing required goes; the plan itself says that it waits."""
    desk.sheet.holds = sheet(round=[{**ROUND, "title.fi": "Yhdeksän jatkoon"}], pilots=[], sessions=[])
    assert desk.ready() == Ready([], {})
    assert all(delivery.held_because for delivery in desk.surveyor.look().deliveries)


def test_compose_tells_why_for_each(desk: Desk) -> None:
    """Writing many messages gives those that can be written, and for each of the others its reason."""
    desk.channels["x-en"].longest = 40
    unfinished = {**ROUND, "what.sv": None, "approve.sv": None}
    desk.sheet.holds = sheet(round=[unfinished], pilots=[], sessions=[])
    survey = desk.surveyor.look()
    messages, held = desk.gate.compose(survey, survey.deliveries)
    assert messages.keys() == {X["fi"], *MAIL.values()} - {MAIL["sv"]}
    assert held.keys() == {X["sv"], X["en"], MAIL["sv"]}
    assert "what.sv" in held[X["sv"]]
    assert "too long" in held[X["en"]]


def test_a_pause_holds_everything(desk: Desk) -> None:
    """While a pause is on, all that is due is held, and says so."""
    desk.pauses.pause(desk.clock.now(), "anna", "storm")
    ready = desk.ready()
    assert ready.works == []
    assert set(ready.held.values()) == {"paused by anna: storm"}


def test_a_hold_in_a_required_language_holds_its_release(desk: Desk) -> None:
    """Finnish waits with a held Swedish; other networks go."""
    desk.pauses.hold(X["sv"], desk.clock.now())
    ready = desk.ready()
    assert keys(ready) == set(MAIL.values())
    assert ready.held[X["fi"]] == "goes together with sv: held by a person"


def test_at_most_so_many_an_hour(desk: Desk) -> None:
    """A channel over its cap holds the rest, its whole release with it, and goes on when the hour is over."""
    capped = {name: replace(table, per_hour=1) for name, table in desk.gate.rules.channels.items()}
    desk.gate = replace(desk.gate, rules=replace(desk.gate.rules, channels=capped))
    works = desk.ready().works
    assert keys(desk.ready()) == set(X.values())
    for delivery in desk.publisher.claim([each for each in works if each.delivery.channel == "x-fi"]):
        desk.publisher.send(delivery, desk.clock.now())
    assert desk.gate.views.begun_since(desk.clock.now() - dt.timedelta(hours=1)) == {"x-fi": 1}
    assert desk.gate.views.begun_since(desk.clock.now()) == {}

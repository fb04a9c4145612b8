"""Growth is adding: a language and a kind that nobody has heard of yet are added by files alone, and are everywhere."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kutsu import demo, wiring
from kutsu.clock import TickingClock
from kutsu.mirrors.site import Site
from kutsu.pictures.normal import normal
from kutsu.rehearsal.sheet import RehearsedSheet
from kutsu.settings import Settings, read_settings
from kutsu.sheets.build import build_plan
from kutsu.survey import Survey, silent
from kutsu.wiring import Instead, Works, wire
from tests import samples
from tests.paint import png

NEW, KIND = "nb", "pilot-news"
TODAY = dt.date(2026, 11, 23)
LANGUAGE = """
[nb]
name = "norsk"
locale = "nb"
tag = "nb"
day = "EEEE d. MMMM y"
date = "d. MMMM y"
time = " kl.\u00a0{}"
"""
TABLE = """
[pilot-news]
called = { fi = "kokeilun kuulumiset", sv = "nytt om försöket", en = "news of a pilot" }
subject = "pilot"
stages = ["recruiting", "running"]
anchor = "announce"
offset = 0
at = "09:45"
lasts_days = 14
"""
HEADLINE = 'headline = "News (pilot-news): {{ pilot.title }}"'


class Town:
    """A copy of the demo's config and of all templates, in which files are added and lines written."""

    def __init__(self, folder: Path) -> None:
        self.config, self.templates = folder / "config", folder / "templates"
        shutil.copytree(samples.ROOT / "config", self.config)
        shutil.copytree(samples.TEMPLATES, self.templates)
        self.state = folder / "state"

    def write(self, pattern: str, line: str, *paths: Path) -> None:
        """Below each line that matches, add another one."""
        for path in paths:
            text = path.read_text("utf-8")
            path.write_text(
                re.sub(f"(?m)^{pattern}$", lambda found: f"{found[0]}\n{found.expand(line)}", text), "utf-8"
            )

    def replaced(self, path: Path, old: str, new: str) -> None:
        """Write other words in a file, wherever they stand."""
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def add_language(self, more: str = "") -> None:
        """One table, one folder of words, its names in the city's file."""
        with (self.config / "languages.toml").open("a", encoding="utf-8") as file:
            file.write(LANGUAGE + more)
        shutil.copytree(self.templates / "words/en", self.templates / f"words/{NEW}")
        self.write(r"en = (.*)", rf"{NEW} = \1", self.config / "city.toml")

    def speak(self) -> None:
        """The language on every channel that speaks English, and in every row of the plan: what a city's staff would do."""
        channels = self.config / "demo/channels.toml"
        self.replaced(channels, '"en"]', f'"en", "{NEW}"]')
        self.write(r"from_name_en = (.*)", rf"from_name_{NEW} = \1", channels)
        self.write(r"unsubscribe_group_en = (.*)", rf"unsubscribe_group_{NEW} = 9\1", channels)
        plan = sorted((self.config / "demo/plan").rglob("*.toml"))
        self.write(r'(\S+)\.en = "(.*)"', rf'\1.{NEW} = "\2 ({NEW})"', *plan)

    def add_kind(self) -> None:
        """One table and one words file for each language that is published; channels that list their kinds name it."""
        with (self.config / "kinds.toml").open("a", encoding="utf-8") as file:
            file.write(TABLE)
        for words in (path for path in (self.templates / "words").iterdir() if (path / "pilot-chosen.toml").is_file()):
            text = (words / "pilot-chosen.toml").read_text("utf-8")
            (words / f"{KIND}.toml").write_text(re.sub("(?m)^headline = .*$", HEADLINE, text), "utf-8")
        self.replaced(self.config / "demo/channels.toml", '"testers-wanted"', f'"testers-wanted", "{KIND}"')

    def settings(self) -> Settings:
        """What the config says."""
        return read_settings(
            self.config / "demo", self.state, {"KUTSU_SITE": samples.SITE, "KUTSU_SANDBOX": "http://127.0.0.1:9"}
        )

    def works(self) -> Works:
        """The works of this town on a sheet of the demo's plan, with every finished row ticked and seen."""
        settings = self.settings()
        zone, name = settings.city.zoneinfo, next(iter(settings.sheets))
        clock = TickingClock.starting(zone, dt.datetime.combine(TODAY, dt.time(10), zone))
        book = build_plan(self.config / "demo/plan", TODAY, settings.languages)
        sheet = RehearsedSheet(name, book, clock, settings.languages, TODAY)
        works = wire(settings, clock, Instead({name: sheet}, Site, lambda _: normal(png(width=1200, height=675))))
        surveyor = replace(works.surveyor, followers=(), advisers=(), answer=silent, previewed=False)
        works = replace(works, surveyor=surveyor)
        surveyor.pull(whole=False)
        demo.tick(works)
        surveyor.pull(whole=False)
        return works


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A town of which nothing is the project's own but the program."""
    made = Town(tmp_path)
    monkeypatch.setattr(wiring, "TEMPLATES", made.templates)
    return made


def page(town: Town, name: str) -> str:
    """A page of its site."""
    return (town.state / "site" / name).read_text("utf-8")


def planned(survey: Survey, language: str) -> dict[str, set[str]]:
    """The kinds that each channel is to say in a language."""
    found: dict[str, set[str]] = {}
    for each in survey.deliveries:
        if language in each.languages:
            found.setdefault(each.channel, set()).add(each.kind)
    return found


def test_added_by_files_alone(town: Town) -> None:
    """A new language and a new kind stand in the plan, in the words of every channel, on the site, in calendars and previews."""
    town.add_language()
    town.speak()
    town.add_kind()
    works = town.works()
    assert works.settings.faults.sentences == []
    survey = works.surveyor.look()
    channels = {name: table for name, table in works.rules.channels.items() if NEW in table.languages}
    assert {table.adapter for table in channels.values()} == {each.adapter for each in works.rules.channels.values()}
    assert planned(survey, NEW).keys() == channels.keys()
    residents = {name for name, table in works.rules.channels.items() if table.audience == "residents"}
    for key in works.rules.languages:
        assert {name for name, kinds in planned(survey, key).items() if KIND in kinds} == {
            name for name in residents if key in works.rules.channels[name].languages
        }
    wanted = [each for each in survey.deliveries if each.language == NEW or each.kind == KIND]
    messages, held = works.gate.compose(survey, [each for each in wanted if not each.held_because], shown=False)
    assert held == {}
    told = [messages[each.key].parts for each in wanted if each.kind == KIND and each.key in messages]
    assert told
    assert all("News (pilot-news)" in "".join(parts.values()) for parts in told)
    assert '<html lang="nb" dir="ltr">' in page(town, "nb/pilot-01/index.html")
    assert f'hreflang="nb" href="{samples.SITE}/nb/pilot-01/"' in page(town, "fi/pilot-01/index.html")
    assert "LANGUAGE=nb" in page(town, "nb/calendar.ics").replace("\r\n ", "")
    previewed(works, survey)


def previewed(works: Works, survey: Survey) -> None:
    """The preview of a pilot has both, side by side with what there was."""
    row = next(each for each in works.previews.rows(survey) if each.id == "PILOT-01")
    parts = {part.kind: part for part in works.previews.parts(survey, row)}
    sights = [sight for group in parts[KIND].groups for sight in group if not sight.draft]
    assert {sight.delivery.language for sight in sights} == {"fi", "sv", "en", NEW}
    assert not [sight.why for part in parts.values() for group in part.groups for sight in group if sight.why]


def test_added_as_a_draft(town: Town) -> None:
    """With `draft = true` and a file of texts the new language is on the demo's site, marked, and in no plan."""
    town.add_language("draft = true\n")
    texts = '[texts.PILOT-01]\ntitle = "Tolkeapp"\nwhat = "Vi prøver en app som tolker."\n'
    (town.config / f"demo/drafts/{NEW}.toml").write_text(texts, "utf-8")
    works = town.works()
    assert works.settings.faults.sentences == []
    assert planned(works.surveyor.look(), NEW) == {}
    told = page(town, "nb/pilot-01/index.html")
    assert "Tolkeapp" in told
    assert "noindex" in told
    assert "Draft: no native reader" in told
    assert not (town.state / "site/nb/pilot-02").exists()
    assert "noindex" in page(town, "ar/info-01/index.html"), "the drafts that the demo has itself"

"""The only reader of `config/` and of the environment: everything that can be wrong in them is told at once."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import holidays

from kutsu.clock import TickingClock
from kutsu.core import carrying, coherence
from kutsu.core.bells import ALARMS, Bells, of_bells
from kutsu.core.coherence import CHANNELS, CITY, DRAFTS, KINDS, LANGUAGES, PRICES, SHEETS, WORDS
from kutsu.core.config import ChannelTable, City, DraftTexts, Kind, Language, Tariff, WordList
from kutsu.core.drafts import NO_DRAFTS, Drafts
from kutsu.core.errors import Faulty
from kutsu.settings.faults import Faults
from kutsu.settings.files import Files


@dataclass(frozen=True)
class SheetTable:
    """One shared sheet: an `.xlsx` by its path, or a Google spreadsheet by its id."""

    name: str
    adapter: Literal["google", "workbook"]
    path: str = ""
    spreadsheet: str = ""
    base: str = ""


HEAD = frozenset({"extends", "environment", "demo"})
"""Keys of city.toml about the config directory itself, each a path from it."""

NOWHERE = City({}, "UTC", "FI", "", dt.time.max, dt.time.min, {})
LANGUAGE = Language("", "", "en", "", "d", "{}")
KIND = Kind("", "", "", 0, dt.time(), 1)
CHANNEL = ChannelTable("", "", ())
TARIFF = Tariff("", "", dt.date.min, Decimal(0), Decimal(0))
SHEET = SheetTable("", "workbook", path="nowhere")
NO_BELLS = Bells()
"""What stands in for a value that is wrong, so that reading goes on and finds all faults; nothing is run with them."""


WEBHOOK_KEY = "webhook_key"
"""The secret of a mail channel by which `kutsu web` knows what its provider tells: the provider's public key."""


@dataclass(frozen=True)
class Places:
    """Where a running Kutsu keeps what it has; `ledger` is an SQLAlchemy address (it may hold a password), `demo` a demo's plan.

    `environment` is the file of variables that city.toml names.
    """

    state: Path
    config: Path
    ledger: str = field(repr=False)
    demo: Path | None = None
    environment: Path | None = None


@dataclass(frozen=True)
class Settings:
    """All of the config, and the faults that were found in it: who uses it raises them first with `faults.close()`, or wires it."""

    places: Places
    city: City
    languages: Mapping[str, Language]
    kinds: Mapping[str, Kind]
    channels: Mapping[str, ChannelTable]
    sheets: Mapping[str, SheetTable]
    tariffs: Mapping[str, Tariff]
    words: Mapping[str, WordList]
    drafts: Drafts
    environment: Mapping[str, str] = field(repr=False)
    faults: Faults
    alarms: Bells = NO_BELLS

    @property
    def preview(self) -> str:
        """Where staff see the previews: as the city says, else where `kutsu up` serves them; empty where they are plain files."""
        return self.city.preview or self.environment.get("KUTSU_PREVIEW", "")

    @property
    def shown(self) -> Drafts:
        """The drafts that have pages on the site: the world reads it, so only that of a demo shows any."""
        return self.drafts if self.places.demo else NO_DRAFTS

    def secrets(self, owner: str, names: Iterable[str]) -> dict[str, str]:
        """The secrets of a channel or sheet that the environment holds, such as `KUTSU_X_FI_TOKEN` for x-fi's token."""
        found = {name: self.environment.get(variable(owner, name), "") for name in names}
        return {name: value for name, value in found.items() if value}


def variable(*names: str) -> str:
    """The environment variable of a secret: KUTSU, then the names in capitals."""
    return "_".join(("KUTSU", *names)).upper().replace("-", "_")


def read_settings(
    config: Path | None = None,
    state: Path | None = None,
    environ: Mapping[str, str] = os.environ,
    usual: Path = Path("config"),
) -> Settings:
    """Read a config directory, to the end in spite of faults; raises `Faulty` only where there is none.

    Files and keys of `city.toml` that it lacks are those of the directory that its `city.toml` extends.

    A variable is taken from the environment, else from the file `environment` under the state (what `kutsu up` wrote for
    its companions), else from the file that `city.toml` names as `environment`.
    """
    folder = config or Path(environ.get("KUTSU_CONFIG", usual))
    home = (state or Path(environ.get("KUTSU_STATE", "state"))).absolute()
    if not (folder / CITY).is_file():
        raise Faulty([f"{folder}: there is no city.toml in it; name a config directory with --config or KUTSU_CONFIG"])
    faults = Faults(folder)
    head = _head(folder, faults)
    named = read_environment(head["environment"]) if "environment" in head else {}
    environment = {**named, **read_environment(home / "environment"), **environ, "KUTSU_STATE": str(home)}
    ledger = environment.get("KUTSU_LEDGER", f"sqlite:///{home / 'ledger.db'}")
    above = [head["extends"].resolve()] if "extends" in head else []
    files = Files((folder, *above), environment, faults, strict="demo" not in head)
    languages = files.many(LANGUAGES, LANGUAGE, "key")
    settings = Settings(
        places=Places(home, folder, ledger, head.get("demo"), head.get("environment")),
        city=files.one(CITY, NOWHERE, leave=HEAD),
        languages={key: each for key, each in languages.items() if not each.draft},
        kinds=files.many(KINDS, KIND, "name"),
        channels=files.many(CHANNELS, CHANNEL, "name"),
        sheets=files.many(SHEETS, SHEET, "name"),
        tariffs=files.many(PRICES, TARIFF, "network", needed=False),
        words=files.many(WORDS, WordList(""), "language", needed=False),
        drafts=Drafts(
            {key: each for key, each in languages.items() if each.draft},
            files.each(DRAFTS, DraftTexts(""), "language"),
        ),
        environment=environment,
        faults=faults,
        alarms=files.one(ALARMS, NO_BELLS, needed=False),
    )
    faults.follow(_contradictions(settings))
    return replace(settings, city=NOWHERE) if faults.sentences else settings


def _head(folder: Path, faults: Faults) -> dict[str, Path]:
    """The paths that a city.toml names for its directory; nothing when it is broken, which is told when it is read as a city."""
    try:
        table = tomllib.loads((folder / CITY).read_text("utf-8"))
    except (OSError, ValueError):  # ValueError: no TOML, no UTF-8
        return {}
    paths = {key: folder / str(table[key]) for key in HEAD & table.keys()}
    for key, path in paths.items():
        if not path.exists():
            faults.tell((CITY, key), f"there is no {path}")
    return paths


def _contradictions(settings: Settings) -> coherence.Found:
    """What is wrong in values that have their shape; a file that could not be read contradicts nothing."""
    city, languages, kinds, channels = settings.city, settings.languages, settings.kinds, settings.channels
    spoilt = settings.faults.spoilt
    yield from coherence.of_city(city)
    if city.country not in holidays.list_supported_countries():
        yield (CITY, "country"), f"{city.country!r} is no country code such as FI"
    drafts = settings.drafts
    yield from coherence.of_languages({**languages, **drafts.languages})
    yield from coherence.of_names(city, languages, drafts.languages)
    if not spoilt(LANGUAGES):
        yield from coherence.of_drafts(drafts, languages)
    yield from coherence.of_kinds(kinds)
    yield from coherence.of_prices(settings.tariffs)
    yield from of_bells(settings.alarms)
    known_languages, known_kinds = None if spoilt(LANGUAGES) else languages, None if spoilt(KINDS) else kinds
    yield from coherence.of_words(settings.words, known_languages)
    yield from carrying.of_channels(channels, known_languages, known_kinds, drafts.languages)
    if not any(spoilt(CHANNELS, name, key) for name in channels for key in ("adapter", "languages", "audience")):
        yield from carrying.of_networks(channels, languages)


def read_environment(path: Path) -> dict[str, str]:
    """The NAME=value lines of a file, none where it is missing; blank lines and those that begin with # say nothing."""
    lines = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
    pairs = (line.partition("=") for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def keep_apart(places: Places) -> None:
    """A demo's ledger would make a city believe that it has said what only the sandbox heard, and the other way round."""
    demo, played = places.demo is not None, (places.state / "today").is_file()
    if demo and not places.ledger.startswith(f"sqlite:///{places.state}/"):
        raise Faulty([f"KUTSU_LEDGER: a demo keeps its ledger in its own state, {places.state}; unset it for the demo"])
    if demo != played and (played or (places.state / "ledger.db").is_file()):
        whose = "a demo" if played else "a city"
        raise Faulty([f"{places.state} is the state of {whose}; name another one with --state or KUTSU_STATE"])


def read_clock(settings: Settings, now: str | None = None) -> TickingClock:
    """The clock of all edges, in the city's zone; raises `Faulty`.

    `now` (ISO 8601, the city's zone where it names none) starts it there; KUTSU_CLOCK (wall instant, shown instant, scale)
    shares one clock between processes; otherwise it is the wall's.
    """
    zone = settings.city.zoneinfo
    try:
        if now:
            start = dt.datetime.fromisoformat(now)
            return TickingClock.starting(zone, start if start.tzinfo else start.replace(tzinfo=zone))
        shared = settings.environment.get("KUTSU_CLOCK")
        return _shared(zone, shared) if shared else TickingClock.real(zone)
    except ValueError as error:
        raise Faulty([f"--now or KUTSU_CLOCK: {error}; write an instant such as 2027-03-29T09:00:00+03:00"]) from error


def _shared(zone: ZoneInfo, text: str) -> TickingClock:
    """The clock that another process wrote down; raises ValueError."""
    clock = TickingClock.parse(zone, text)
    if not (clock.anchor.tzinfo and clock.shown.tzinfo and clock.scale > 0):
        raise ValueError("a shared clock has two instants with their zones and a scale above 0")
    return clock

"""The only reader of `config/` and of the environment: everything that can be wrong in them is told at once."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from kutsu.clock import TickingClock
from kutsu.core import coherence
from kutsu.core.config import ChannelTable, City, Kind, Language
from kutsu.core.errors import Faulty
from kutsu.settings.files import Files


@dataclass(frozen=True)
class SheetTable:
    """One shared sheet: an `.xlsx` by its path, or a Google spreadsheet by its id."""

    name: str
    adapter: str
    path: str = ""
    spreadsheet: str = ""
    base: str = ""


HEAD = frozenset({"extends", "environment", "demo"})
"""Keys of city.toml about the config directory itself."""

NOWHERE = City({}, "UTC", "", "", dt.time(), dt.time(), {})
"""Stands in while the faults of a city.toml are collected."""


@dataclass(frozen=True)
class Places:
    """Where a running Kutsu keeps what it has; `ledger` is an SQLAlchemy address, `demo` the plan of a demo's sheet."""

    state: Path
    config: Path
    ledger: str
    demo: Path | None = None


@dataclass(frozen=True)
class Settings:
    """All of the config, checked."""

    places: Places
    city: City
    languages: Mapping[str, Language]
    kinds: Mapping[str, Kind]
    channels: Mapping[str, ChannelTable]
    sheets: Mapping[str, SheetTable]
    environment: Mapping[str, str] = field(repr=False, default_factory=dict)

    def secrets(self, owner: str, names: Iterable[str]) -> dict[str, str]:
        """The secrets of a channel or sheet that the environment holds, such as `KUTSU_X_FI_TOKEN` for x-fi's token."""
        found = {name: self.environment.get(variable(owner, name), "") for name in names}
        return {name: value for name, value in found.items() if value}


def variable(*names: str) -> str:
    """The environment variable of a secret: KUTSU, then the names in capitals."""
    return "_".join(("KUTSU", *names)).upper().replace("-", "_")


def read_settings(
    config: Path | None = None, state: Path | None = None, environ: Mapping[str, str] = os.environ
) -> Settings:
    """Read a config directory; raises `Faulty` with every fault in it.

    Files and keys of `city.toml` that it lacks are those of the directory that its `city.toml` extends.

    A variable is taken from the environment, else from the file `environment` under the state (what `kutsu up` wrote for
    its companions), else from the file that `city.toml` names as `environment`.
    """
    folder = config or Path(environ.get("KUTSU_CONFIG", "config"))
    home = (state or Path(environ.get("KUTSU_STATE", "state"))).absolute()
    if not (folder / "city.toml").is_file():
        raise Faulty([f"{folder}: there is no city.toml in it; name a config directory with --config or KUTSU_CONFIG"])
    head = _head(folder / "city.toml")
    named = read_environment(folder / str(head["environment"])) if "environment" in head else {}
    environment = {**named, **read_environment(home / "environment"), **environ, "KUTSU_STATE": str(home)}
    above = [folder / str(head["extends"])] if "extends" in head else []
    files = Files((folder, *above), environment, strict="demo" not in head)
    city = files.one("city.toml", City, leave=HEAD)
    settings = Settings(
        places=_places(folder, home, head, environment),
        city=city or NOWHERE,
        languages=files.many("languages.toml", Language, "key"),
        kinds=files.many("kinds.toml", Kind, "name"),
        channels=files.many("channels.toml", ChannelTable, "name"),
        sheets=files.many("sheets.toml", SheetTable, "name"),
        environment=environment,
    )
    if faults := [*files.faults, *_contradictions(settings, files)]:
        raise Faulty(faults)
    return settings


def _head(path: Path) -> Mapping[str, Any]:
    """What a city.toml says of its directory; nothing when it is broken, which is told when it is read as a city."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}


def _contradictions(settings: Settings, files: Files) -> Iterator[str]:
    """Where files that are well by themselves do not agree."""
    where = files.where
    if files.well("city.toml"):
        yield from coherence.of_city(settings.city, where)
        if settings.city.country not in holidays.list_supported_countries():
            yield f"{where('city.toml')} country: {settings.city.country!r} is no country code such as FI"
    if files.well("city.toml", "languages.toml"):
        yield from coherence.of_names(settings.city, settings.languages, where)
    if files.well("languages.toml", "kinds.toml"):
        yield from coherence.of_channels(settings.channels, settings.languages, settings.kinds, where)
    if files.well("languages.toml", "channels.toml"):
        yield from coherence.of_networks(settings.channels, settings.languages, where)
    yield from coherence.of_languages(settings.languages, where)
    yield from coherence.of_kinds(settings.kinds, where)


def _places(folder: Path, home: Path, head: Mapping[str, Any], environment: Mapping[str, str]) -> Places:
    """Where things are kept, by the config directory and the environment."""
    ledger = environment.get("KUTSU_LEDGER", f"sqlite:///{home / 'ledger.db'}")
    return Places(home, folder, ledger, folder / str(head["demo"]) if "demo" in head else None)


def read_environment(path: Path) -> dict[str, str]:
    """The NAME=value lines of a file, none where it is missing; blank lines and those that begin with # say nothing."""
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    pairs = (line.partition("=") for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def keep_apart(places: Places) -> None:
    """A demo's ledger would make a city believe that it has said what only the sandbox heard, and the other way round."""
    demo, played = places.demo is not None, (places.state / "today").is_file()
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

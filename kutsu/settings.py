"""The only reader of `config/` and of the environment: everything that can be wrong in them is told at once."""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from kutsu.clock import TickingClock
from kutsu.core.config import ChannelTable, City, Kind, Language
from kutsu.core.errors import Faulty

T = TypeVar("T")

FILES = ("languages.toml", "kinds.toml", "channels.toml", "sheets.toml")


@dataclass(frozen=True)
class SheetTable:
    """One shared sheet: an `.xlsx` by its path, or a Google spreadsheet by its id."""

    name: str
    adapter: str
    path: str = ""
    spreadsheet: str = ""
    base: str = ""


HEAD = ("extends", "environment", "demo")
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
    faults: list[str] = []
    head = _toml(folder / "city.toml", faults)
    folders = (folder, folder / str(head.get("extends", ".")))
    named = read_environment(folder / str(head["environment"])) if "environment" in head else {}
    environment = {**named, **read_environment(home / "environment"), "KUTSU_STATE": str(home), **environ}
    tables = {name: _file(folders, name, environment, faults) for name in FILES}
    city = _toml(folders[1] / "city.toml", faults, environment) | _toml(folder / "city.toml", faults, environment)
    city = {key: value for key, value in city.items() if key not in HEAD}
    settings = Settings(
        places=_places(folder, home, head, environment),
        city=_shape(City, city, f"{folder}/city.toml", faults) or NOWHERE,
        languages=_tables(Language, "key", tables["languages.toml"], f"{folder}/languages.toml", faults),
        kinds=_tables(Kind, "name", tables["kinds.toml"], f"{folder}/kinds.toml", faults),
        channels=_tables(ChannelTable, "name", tables["channels.toml"], f"{folder}/channels.toml", faults),
        sheets=_tables(SheetTable, "name", tables["sheets.toml"], f"{folder}/sheets.toml", faults),
        environment=environment,
    )
    faults += contradictions(settings) if not faults else []
    if faults:
        raise Faulty(faults)
    return settings


def _unnamed(settings: Settings) -> Iterator[str]:
    """A language in which the city or one of its themes has no name."""
    texts = {"name": settings.city.name} | {f"themes.{key}": names for key, names in settings.city.themes.items()}
    for where, names in texts.items():
        for language in settings.languages:
            if language not in names:
                yield f"{settings.places.config}/city.toml [{where}] {language}: this language of languages.toml is missing"


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


def contradictions(settings: Settings) -> list[str]:
    """What each table alone does not show: unknown names, and a network that would speak only one of the required languages."""
    faults = list(_unnamed(settings))
    required = {key for key, language in settings.languages.items() if language.required}
    groups: dict[tuple[str, str], set[str]] = {}
    for name, table in settings.channels.items():
        where = f"{settings.places.config}/channels.toml [{name}]"
        groups.setdefault((table.adapter, table.audience), set()).update(table.languages)
        faults += [
            f"{where} languages: {key!r} is not in languages.toml"
            for key in table.languages
            if key not in settings.languages
        ]
        faults += [
            f"{where} kinds: {kind!r} is not in kinds.toml" for kind in table.kinds if kind not in settings.kinds
        ]
    for (adapter, audience), spoken in groups.items():
        for missing in sorted(required - spoken if spoken & required else ()):
            faults.append(
                f"{settings.places.config}/channels.toml: {adapter} for {audience} has no channel in {missing!r}; "
                "the required languages go together on every network"
            )
    return faults


def _file(folders: tuple[Path, Path], name: str, environment: Mapping[str, str], faults: list[str]) -> dict[str, Any]:
    """One file of the directory or, where that lacks it, of the one that it extends."""
    path = next((folder / name for folder in folders if (folder / name).is_file()), folders[0] / name)
    return _toml(path, faults, environment)


def _toml(path: Path, faults: list[str], environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A TOML file with `${NAME}` put in from the environment, where one is given."""
    try:
        text = path.read_text("utf-8")
        if environment is not None:
            text = re.sub(r"\$\{(\w+)\}", lambda found: environment.get(found[1], ""), text)
        return tomllib.loads(text)
    except FileNotFoundError:
        faults.append(f"{path}: this file is missing")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{path}: {error}")
    return {}


def _tables(shape: type[T], key: str, tables: Mapping[str, Any], where: str, faults: list[str]) -> dict[str, T]:
    """Every table of a file as its shape, named by its heading."""
    found: dict[str, T] = {}
    for name, table in tables.items():
        if not isinstance(table, dict):
            faults.append(f"{where} {name}: expected a table [{name}]")
        elif (shaped := _shape(shape, {key: name, **table}, f"{where} [{name}]", faults)) is not None:
            found[name] = shaped
    return found


def _shape(shape: type[T], table: Mapping[str, Any], where: str, faults: list[str]) -> T | None:
    """A table as its shape, or None and a fault per key."""
    known = set(shape.__dataclass_fields__)  # type: ignore[attr-defined]  # every shape is a dataclass
    faults += [
        f"{where} {key}: this key is not known; known are {', '.join(sorted(known))}"
        for key in table
        if key not in known
    ]
    try:
        return TypeAdapter(shape).validate_python({key: value for key, value in table.items() if key in known})
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            faults.append(f"{where} {'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}")
    return None


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
        return TickingClock.parse(zone, shared) if shared else TickingClock.real(zone)
    except ValueError as error:
        raise Faulty([f"--now or KUTSU_CLOCK: {error}; write an instant such as 2027-03-29T09:00:00+03:00"]) from error

"""The composition root: settings in, working parts out. Only here is an edge opened."""

from __future__ import annotations

import json
import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import holidays

from kutsu.audiences.file import FileAudience
from kutsu.channels import adapters
from kutsu.clock import TickingClock
from kutsu.core.config import ChannelTable
from kutsu.core.errors import Faulty
from kutsu.core.ports import Audience, Channel, Sheet
from kutsu.core.render import Renderer
from kutsu.core.schedule import Rules
from kutsu.ledger.claims import Claims
from kutsu.ledger.database import Database
from kutsu.ledger.memory import Memories
from kutsu.ledger.views import Views
from kutsu.mirrors.site import Site
from kutsu.publish import Publisher
from kutsu.reconcile import Reconciler
from kutsu.release import Gate
from kutsu.settings import Settings, keep_apart, variable
from kutsu.sheets.google import GoogleSheet
from kutsu.sheets.workbook import Workbook
from kutsu.survey import Surveyor

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


@dataclass(frozen=True)
class Works:
    """All working parts of one Kutsu."""

    settings: Settings
    clock: TickingClock
    rules: Rules
    sheets: Mapping[str, Sheet]
    views: Views
    claims: Claims
    surveyor: Surveyor
    gate: Gate
    publisher: Publisher
    reconciler: Reconciler


def wire(settings: Settings, clock: TickingClock) -> Works:
    """Open every edge that the settings name; raises `Faulty` with all that is wrong in them."""
    keep_apart(settings.places)
    faults: list[str] = []
    rules = _rules(settings)
    database = Database(settings.places.ledger)
    views, memories, claims = Views(database), Memories(database), Claims(database, owner())
    renderer = Renderer(sources(), settings.city, settings.languages)
    site = Site(settings.places.state / "site", renderer, clock)
    sheets, channels = _sheets(settings, clock, faults), _channels(settings, clock, faults)
    if faults:
        raise Faulty(faults)
    return Works(
        settings=settings,
        clock=clock,
        rules=rules,
        sheets=sheets,
        views=views,
        claims=claims,
        surveyor=Surveyor(sheets, memories, rules, [site], clock),
        gate=Gate(rules, renderer, channels, site, views),
        publisher=Publisher(claims, channels, clock),
        reconciler=Reconciler(claims, views, channels, clock),
    )


def _rules(settings: Settings) -> Rules:
    """What config says of when and where things are said, with the country's public holidays."""
    free = holidays.country_holidays(settings.city.country)
    return Rules(settings.city, settings.languages, settings.kinds, settings.channels, free)


def _channels(settings: Settings, clock: TickingClock, faults: list[str]) -> dict[str, Channel]:
    """Every channel of config/channels.toml by name."""
    known, found = adapters(), {}
    pepper = _pepper(settings.places.state / "pepper")
    for name, table in settings.channels.items():
        adapter = known.get(table.adapter)
        where = f"{settings.places.config}/channels.toml [{name}]"
        if adapter is None:
            faults.append(f"{where} adapter: {table.adapter!r} is unknown; known are {', '.join(sorted(known))}")
            continue
        try:
            secret = settings.secrets(name, adapter.CREDENTIALS)
            found[name] = adapter.channel(table, secret, clock, _audience(settings, table, pepper))
        except Faulty as fault:
            faults += fault.faults
    return found


def _audience(settings: Settings, table: ChannelTable, pepper: str) -> Audience | None:
    """Whom a channel with a list reaches; the file is named from the config directory."""
    path = table.options.get("list")
    return FileAudience(settings.places.config / str(path), settings.languages, pepper) if path else None


def _sheets(settings: Settings, clock: TickingClock, faults: list[str]) -> dict[str, Sheet]:
    """Every sheet of config/sheets.toml by name."""
    found: dict[str, Sheet] = {}
    for name, table in settings.sheets.items():
        where = f"{settings.places.config}/sheets.toml [{name}]"
        if table.adapter == "workbook" and table.path:
            found[name] = Workbook(name, Path(table.path), clock, settings.languages)
        elif table.adapter == "google" and table.spreadsheet:
            key = settings.secrets(name, ["credentials"]).get("credentials", "")
            try:
                found[name] = GoogleSheet(
                    name, table.spreadsheet, _key(key, name), clock, settings.languages, table.base
                )
            except Faulty as fault:
                faults += fault.faults
        else:
            faults.append(f'{where}: write adapter = "workbook" with a path, or adapter = "google" with a spreadsheet')
    return found


def _key(path: str, sheet: str) -> dict[str, str]:
    """The service account's key out of its file; raises `Faulty` without showing anything of it."""
    try:
        return dict(json.loads(Path(path).read_text("utf-8")))
    except (OSError, ValueError) as error:
        name = variable(sheet, "credentials")
        raise Faulty(
            [f"{name}: {path or 'nothing'!r} is not a service account's key file ({type(error).__name__})"]
        ) from None


def _pepper(path: Path) -> str:
    """The secret of this state that makes recipients' tokens unguessable; made once, readable by its owner alone."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), "utf-8")
    return path.read_text("utf-8")


def sources() -> dict[str, str]:
    """Every template by its path below `templates/`."""
    files = (path for path in sorted(TEMPLATES.rglob("*")) if path.is_file())
    return {path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8") for path in files}


def owner() -> str:
    """A name that no other publisher has, and that tells an operator where this one runs."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"

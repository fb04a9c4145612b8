"""The composition root: settings in, working parts out. Only here is an edge opened."""

from __future__ import annotations

import json
import os
import secrets
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import holidays

from kutsu.announce import Announcer
from kutsu.audiences.file import FileAudience
from kutsu.channels import adapters
from kutsu.clock import TickingClock
from kutsu.core import coherence
from kutsu.core.coherence import CHANNELS, SHEETS
from kutsu.core.config import ChannelTable
from kutsu.core.errors import Faulty
from kutsu.core.ports import Artist, Audience, Channel, Sheet
from kutsu.core.render import Renderer
from kutsu.core.schedule import Rules
from kutsu.core.words import RESIDENTS
from kutsu.gallery import Gallery
from kutsu.ledger import gallery
from kutsu.ledger.claims import Claims
from kutsu.ledger.database import Database
from kutsu.ledger.editions import Editions
from kutsu.ledger.memory import Memories
from kutsu.ledger.pauses import Pauses
from kutsu.ledger.retractions import Retractions
from kutsu.ledger.views import Views
from kutsu.mirrors.site import Site
from kutsu.pictures.card import Cards
from kutsu.pictures.fetch import fetch
from kutsu.pictures.normal import normal
from kutsu.pictures.reach import Reach
from kutsu.publish import Publisher
from kutsu.reconcile import Reconciler
from kutsu.release import Gate
from kutsu.retract import Retractor
from kutsu.settings import Settings, keep_apart, variable
from kutsu.settings.faults import Faults
from kutsu.sheets.google import GoogleSheet
from kutsu.sheets.workbook import Workbook
from kutsu.survey import Surveyor

KEY_FILE = "credentials"
"""The secret of a Google sheet: where its service account's key file lies."""

KEY_UNSET = "is not set: the path of the service account's key file"

LIST_FAULTS = 3
"""So many faults of one list are told; a list that is of another make has one in every line."""

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


@dataclass(frozen=True)
class Works:
    """All working parts of one Kutsu; `missing` tells what must be set before all of it can be read and sent."""

    settings: Settings
    missing: tuple[str, ...]
    clock: TickingClock
    rules: Rules
    sheets: Mapping[str, Sheet]
    views: Views
    claims: Claims
    pauses: Pauses
    surveyor: Surveyor
    gate: Gate
    publisher: Publisher
    reconciler: Reconciler
    retractor: Retractor
    announcer: Announcer


def wire(settings: Settings, clock: TickingClock) -> Works:
    """Open every edge that the settings name; raises `Faulty` with all that is wrong in them, the faults of config included."""
    keep_apart(settings.places)
    templates, faults = sources(), deepcopy(settings.faults)
    faults.follow(coherence.of_audiences(settings.kinds, settings.channels, worded(templates)))
    sheets, channels = _sheets(settings, clock, faults), _channels(settings, clock, faults)
    faults.close()
    rules = _rules(settings)
    database = Database(settings.places.ledger)
    views, memories, claims, pauses = Views(database), Memories(database), Claims(database, owner()), Pauses(database)
    _recognize(views, settings)
    renderer = Renderer(templates, settings.city, settings.languages)
    site, editions = Site(settings.places.state / "site", renderer, clock), Editions(database)
    pictures = _gallery(database, clock, artist=Cards(renderer))
    gate = Gate(rules, renderer, channels, site, views, pauses, pictures)
    return Works(
        settings=settings,
        missing=tuple(_missing(settings)),
        clock=clock,
        rules=rules,
        sheets=sheets,
        views=views,
        claims=claims,
        pauses=pauses,
        surveyor=Surveyor(sheets, memories, rules, [site], clock, pauses, editions, pictures),
        gate=gate,
        publisher=Publisher(claims, channels, clock, pauses),
        reconciler=Reconciler(claims, views, channels, clock),
        retractor=Retractor(Retractions(database), channels, clock),
        announcer=Announcer(gate, editions, clock),
    )


def _gallery(database: Database, clock: TickingClock, artist: Artist) -> Gallery:
    """The pictures of the sheet, fetched from the public network, and the cards of an artist."""
    return Gallery(gallery.Gallery(database), lambda address: normal(fetch(address, clock, Reach())), clock, artist)


def _recognize(views: Views, settings: Settings) -> None:
    """A channel under a new name would say again all that it said under the old one."""
    for name in sorted(views.channels() - settings.channels.keys()):
        words = "the ledger knows this channel: keep its name, or keep its table with retired = true"
        raise Faulty([f"{settings.places.config}/channels.toml [{name}]: {words}"])


def _rules(settings: Settings) -> Rules:
    """What config says of when and where things are said, with the country's public holidays."""
    free = holidays.country_holidays(settings.city.country)
    return Rules(settings.city, settings.languages, settings.kinds, settings.channels, free, settings.tariffs)


def _channels(settings: Settings, clock: TickingClock, faults: Faults) -> dict[str, Channel]:
    """Every channel of channels.toml by name, but those of which not enough is right to open them."""
    known, found = adapters(), {}
    pepper = _pepper(settings.places.state / "pepper")
    for name, table in settings.channels.items():
        adapter = known.get(table.adapter)
        if adapter is None:
            words = f"{table.adapter!r} is unknown; known are {', '.join(sorted(known))}"
            faults.follow([((CHANNELS, name, "adapter"), words)])
        elif not any(faults.spoilt(CHANNELS, name, key) for key in ("languages", "options")):
            try:
                secret = settings.secrets(name, adapter.CREDENTIALS)
                found[name] = adapter.channel(table, secret, clock, _audience(settings, table, pepper))
            except Faulty as fault:
                faults.sentences += [f"{faults.where(CHANNELS)} {each}" for each in fault.faults]
    return found


def _audience(settings: Settings, table: ChannelTable, pepper: str) -> Audience | None:
    """Whom a channel with a list reaches; the file is named from the config directory."""
    path = table.options.get("list")
    return FileAudience(settings.places.config / str(path), settings.languages, pepper) if path else None


def _sheets(settings: Settings, clock: TickingClock, faults: Faults) -> dict[str, Sheet]:
    """Every sheet of sheets.toml by name."""
    found: dict[str, Sheet] = {}
    for name, table in settings.sheets.items():
        key, address = ("path", table.path) if table.adapter == "workbook" else ("spreadsheet", table.spreadsheet)
        if not address:
            faults.follow([((SHEETS, name, key), f"the adapter {table.adapter!r} needs one")])
        elif table.adapter == "workbook":
            found[name] = Workbook(name, Path(address), clock, settings.languages)
        else:
            account = _account(settings, name) or {}
            found[name] = GoogleSheet(name, address, account, clock, settings.languages, table.base)
    return found


def _account(settings: Settings, sheet: str) -> dict[str, str] | None:
    """The service account's key out of its file, or None where there is none; nothing of it is ever shown."""
    try:
        key = json.loads(Path(settings.secrets(sheet, [KEY_FILE])[KEY_FILE]).read_text("utf-8"))
    except (KeyError, OSError, ValueError):
        return None
    return key if isinstance(key, dict) else None


def _missing(settings: Settings) -> Iterator[str]:
    """Every secret that the environment lacks, by its name and the table that needs it, and every list that cannot be read."""
    where, known = settings.faults.where, adapters()
    for name, table in settings.channels.items():
        if not table.retired:
            names = known[table.adapter].CREDENTIALS
            unset = (each for each in names if each not in settings.secrets(name, names))
            yield from (f"{variable(name, each)} is not set ({where(CHANNELS, name, '')})" for each in unset)
            yield from (f"{where(CHANNELS, name, 'list')}: {words}" for words in _unreadable(settings, table))
    for name, sheet in settings.sheets.items():
        if sheet.adapter == "google" and _account(settings, name) is None:
            path = settings.secrets(name, [KEY_FILE]).get(KEY_FILE)
            wrong = f"{path!r} is not a service account's key file" if path else KEY_UNSET
            yield f"{variable(name, KEY_FILE)} {wrong} ({where(SHEETS, name, '')})"


def _unreadable(settings: Settings, table: ChannelTable) -> list[str]:
    """The first faults of a channel's list, by line and without an address."""
    try:
        if audience := _audience(settings, table, pepper=""):
            audience.recipients(table.languages[0])
    except Faulty as fault:
        return fault.faults[:LIST_FAULTS]
    return []


def _pepper(path: Path) -> str:
    """The secret of this state that makes recipients' tokens unguessable: made once, whoever is first, for its owner's eyes."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"pepper.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32), "utf-8")
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text("utf-8")


def sources() -> dict[str, str]:
    """Every template by its path below `templates/`."""
    files = (path for path in sorted(TEMPLATES.rglob("*")) if path.is_file())
    return {path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8") for path in files}


def worded(templates: Iterable[str]) -> set[str]:
    """The audiences that are spoken to: residents, and those with words of their own, `words/fi/testers-wanted.staff.toml`."""
    return {
        RESIDENTS,
        *(path.split(".")[-2] for path in templates if path.startswith("words/") and path.count(".") == 2),
    }


def owner() -> str:
    """A name that no other publisher has, and that tells an operator where this one runs."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"

"""Each edge opened as its settings say: the channels, their lists, the sheets, and what is missing before they can be used."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from kutsu.audiences.file import FileAudience
from kutsu.channels import adapters, email
from kutsu.channels.common.mailing import Mailing
from kutsu.channels.common.options import Options
from kutsu.channels.email import EmailCredentials
from kutsu.channels.email.internal import InternalMail
from kutsu.channels.email.letter import Sender
from kutsu.clock import TickingClock
from kutsu.core.coherence import CHANNELS, SHEETS
from kutsu.core.config import ChannelTable
from kutsu.core.errors import Faulty
from kutsu.core.grid import Book
from kutsu.core.ports import Audience, Channel, Courier, Sheet
from kutsu.core.tokens import token
from kutsu.ledger.suppressions import Suppressions
from kutsu.settings import Settings, SheetTable, variable
from kutsu.settings.faults import Faults
from kutsu.sheets.google import GoogleSheet
from kutsu.sheets.outlined_google import OutlinedGoogleSheet
from kutsu.sheets.workbook import Workbook

KEY_FILE = "credentials"
"""The secret of a Google sheet: where its service account's key file lies."""

KEY_UNSET = "is not set: the path of the service account's key file"

Recall = Callable[[str], Book | None]

LIST_FAULTS = 3
"""So many faults of one list are told; a list that is of another make has one in every line."""


def channels(
    settings: Settings, clock: TickingClock, faults: Faults, suppressions: Callable[[], Suppressions]
) -> dict[str, Channel]:
    """Every channel of channels.toml by name, but those of which not enough is right to open them."""
    known, found = adapters(), {}
    salt = pepper(settings.places.state / "pepper")
    for name, table in settings.channels.items():
        adapter = known.get(table.adapter)
        if adapter is None:
            words = f"{table.adapter!r} is unknown; known are {', '.join(sorted(known))}"
            faults.follow([((CHANNELS, name, "adapter"), words)])
        elif not any(faults.spoilt(CHANNELS, name, key) for key in ("languages", "options")):
            try:
                secret = settings.secrets(name, adapter.CREDENTIALS)
                found[name] = adapter.channel(table, secret, clock, _mailing(settings, table, salt, suppressions))
            except Faulty as fault:
                faults.sentences += [f"{faults.where(CHANNELS)} {each}" for each in fault.faults]
    return found


def _mailing(
    settings: Settings, table: ChannelTable, salt: str, suppressions: Callable[[], Suppressions]
) -> Mailing | None:
    """The list of a channel that has one."""
    if not (audience := _audience(settings, table, salt)):
        return None
    tokens, kept = partial(token, salt), suppressions
    return Mailing(audience, lambda *asked: kept().left(*asked), table.audience, token=tokens, kept=kept)


def _audience(settings: Settings, table: ChannelTable, salt: str) -> Audience | None:
    """Whom a channel with a list reaches; the file is named from the config directory."""
    path = table.options.get("list")
    return FileAudience(settings.places.config / str(path), settings.languages, salt) if path else None


def courier(settings: Settings, clock: TickingClock) -> Courier | None:
    """Who mails officials: the first mail channel in use, one for staff before all others; None where there is none."""
    tables = [table for table in settings.channels.values() if table.adapter == email.ADAPTER and not table.retired]
    if not tables:
        return None
    table = min(tables, key=lambda each: each.audience != "staff")
    secrets, options = settings.secrets(table.name, email.CREDENTIALS), Options(table)
    language = table.languages[0]
    sender = Sender(options.texts("from")[language], options.texts("from_name")[language], 0)
    return InternalMail(table.name, EmailCredentials.of(secrets), clock, sender, table.base, options.text("region"))


def sheets(settings: Settings, clock: TickingClock, faults: Faults, recall: Recall) -> dict[str, Sheet]:
    """Every sheet of sheets.toml by name; `recall` gives the last good reading of one, once it is asked for."""
    found: dict[str, Sheet] = {}
    for name, table in settings.sheets.items():
        key, address = ("path", table.path) if table.adapter == "workbook" else ("spreadsheet", table.spreadsheet)
        if not address:
            faults.follow([((SHEETS, name, key), f"the adapter {table.adapter!r} needs one")])
        elif table.adapter == "workbook":
            found[name] = Workbook(name, Path(address), clock, settings.languages)
        else:
            account = _account(settings, name) or {}
            found[name] = GoogleSheet(name, address, account, clock, settings.languages, table.base, recall=recall)
    return found


def outlined(settings: Settings, clock: TickingClock, spreadsheet: str, key: Path | None) -> OutlinedGoogleSheet:
    """The Google spreadsheet of this id, for an outline to be laid down in it.

    Its table of sheets.toml says which account; a `key` file goes before it, and does without a table. Raises `Faulty`.
    """
    tables = [(name, table) for name, table in settings.sheets.items() if table.spreadsheet == spreadsheet]
    name, table = tables[0] if tables else (spreadsheet, SheetTable(spreadsheet, "google", spreadsheet=spreadsheet))
    account = _key(key) if key else _account(settings, name) if tables else None
    if account is None:
        share = "Share the spreadsheet with the account's e-mail address as an editor."
        if key:
            wrong = f"{key} is not a service account's key file: download it again, as JSON."
        elif tables:
            wrong = f"{variable(name, KEY_FILE)} {KEY_UNSET} (sheets.toml [{name}]); or give it with --credentials."
        else:
            wrong = (
                f"No table of sheets.toml has spreadsheet = {spreadsheet!r}. Add one and set KUTSU_<SHEET>_CREDENTIALS "
                "to the path of its service account's key file, or give that path with --credentials."
            )
        raise Faulty([f"{wrong} {share}"])
    return OutlinedGoogleSheet(name, spreadsheet, account, clock, settings.languages, table.base)


def _account(settings: Settings, sheet: str) -> dict[str, str] | None:
    """The service account's key out of its file, or None where there is none."""
    path = settings.secrets(sheet, [KEY_FILE]).get(KEY_FILE)
    return _key(Path(path)) if path else None


def _key(path: Path) -> dict[str, str] | None:
    """What a key file holds, or None for another file; nothing of it is ever shown."""
    try:
        key = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return key if isinstance(key, dict) else None


def missing(settings: Settings) -> Iterator[str]:
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
        if audience := _audience(settings, table, salt=""):
            audience.recipients(table.languages[0])
    except Faulty as fault:
        return fault.faults[:LIST_FAULTS]
    return []


def pepper(path: Path) -> str:
    """The secret of this state, which makes the tokens of recipients and the names of previews unguessable.

    It is made once, whoever is first, for its owner's eyes.
    """
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"pepper.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32), "utf-8")
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text("utf-8")

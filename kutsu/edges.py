"""Each edge opened as its settings say: the channels, their lists, the sheets, and what is missing before they can be used."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from kutsu.advice import Adviser
from kutsu.channels import adapters, email
from kutsu.channels.common.mailing import Mailing
from kutsu.channels.common.options import Options
from kutsu.channels.email import EmailCredentials
from kutsu.channels.email.internal import InternalMail
from kutsu.channels.email.letter import Sender
from kutsu.clock import TickingClock
from kutsu.core.coherence import CHANNELS, SHEETS, Place
from kutsu.core.config import ChannelTable
from kutsu.core.errors import Faulty
from kutsu.core.grid import Book
from kutsu.core.leaving import Leaving
from kutsu.core.ports import Channel, Courier, HandsOver, Sheet
from kutsu.core.schedule import Rules
from kutsu.core.tokens import token
from kutsu.ledger.suppressions import Suppressions
from kutsu.lists import KEY_FILE, KEY_UNSET, Lists, key_file, unusable
from kutsu.settings import Settings, SheetTable, variable
from kutsu.settings.faults import Faults
from kutsu.sheets.google import GoogleSheet
from kutsu.sheets.outlined_google import OutlinedGoogleSheet
from kutsu.sheets.workbook import Workbook
from kutsu.spelling import dictionaries

Recall = Callable[[str], Book | None]

SECRET_LENGTH = 32


def adviser(settings: Settings, rules: Rules) -> Adviser:
    """Who looks over the texts of staff, with the dictionaries of this machine."""
    return Adviser(rules, dictionaries(settings.languages), settings.words)


def channels(
    settings: Settings, clock: TickingClock, faults: Faults, suppressions: Callable[[], Suppressions]
) -> dict[str, Channel]:
    """Every channel of channels.toml by name, but those of which not enough is right to open them."""
    known, found = adapters(), {}
    listed = lists(settings, clock)
    for name, table in settings.channels.items():
        adapter = known.get(table.adapter)
        if adapter is None:
            words = f"{table.adapter!r} is unknown; known are {', '.join(sorted(known))}"
            faults.follow([((CHANNELS, name, "adapter"), words)])
        elif not any(faults.spoilt(CHANNELS, name, key) for key in ("languages", "options")):
            try:
                secret = settings.secrets(name, adapter.CREDENTIALS)
                mailing = _mailing(settings, listed, table, suppressions, clock)
                found[name] = adapter.channel(table, secret, clock, mailing)
                faults.follow(_ahead(table, found[name]))
            except Faulty as fault:
                faults.sentences += [f"{faults.where(CHANNELS)} {each}" for each in fault.faults]
    return found


def _ahead(table: ChannelTable, channel: Channel) -> Iterator[tuple[Place, str]]:
    """A hand-over ahead of the slot where nobody could keep the thing until then, or give it back."""
    if table.ahead and not isinstance(channel, HandsOver):
        words = f"{table.adapter} cannot give back what it was handed ahead of its slot; only a mail provider that can does: write 0"
        yield (CHANNELS, table.name, "ahead"), words


def _mailing(
    settings: Settings,
    listed: Lists,
    table: ChannelTable,
    suppressions: Callable[[], Suppressions],
    clock: TickingClock,
) -> Mailing | None:
    """The list of a channel that has one; the way out is ours where `kutsu web` can be reached."""
    if not (audience := listed.of(table)):
        return None
    web, secret = settings.city.web, secret_of(settings)
    way_out = Leaving(secret).way_out(web, table.audience, clock) if web else None

    def left(tokens: Collection[str], scope: str) -> Mapping[str, str]:
        return suppressions().left(tokens, scope)

    return Mailing(audience, left, table.audience, way_out, token=partial(token, secret), kept=suppressions)


def lists(settings: Settings, clock: TickingClock) -> Lists:
    """The lists of mail, with the tokens of this state."""
    return Lists(settings, secret_of(settings), clock)


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
    account = key_file(key) if key else _account(settings, name) if tables else None
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
    return key_file(Path(path)) if path else None


def missing(settings: Settings, clock: TickingClock) -> Iterator[str]:
    """Every secret that the environment lacks, by its name and the table that needs it, and every list that cannot be read."""
    where, known, listed = settings.faults.where, adapters(), lists(settings, clock)
    for name, table in settings.channels.items():
        if not table.retired:
            names = () if table.options.get("login") == "none" else known[table.adapter].CREDENTIALS
            unset = (each for each in names if each not in settings.secrets(name, names))
            yield from (f"{variable(name, each)} is not set ({where(CHANNELS, name, '')})" for each in unset)
            yield from listed.missing(table)
    for name, sheet in settings.sheets.items():
        if sheet.adapter == "google" and _account(settings, name) is None:
            path = settings.secrets(name, [KEY_FILE]).get(KEY_FILE)
            yield f"{variable(name, KEY_FILE)} {unusable(path)} ({where(SHEETS, name, '')})"


def secret_of(settings: Settings) -> str:
    """The secret of this city: KUTSU_SECRET, which several hosts share, else the one that this state made for itself.

    Raises `Faulty` for one that can be guessed, and for one that differs from the state's own: whoever left a list under the
    state's secret would not be known under another, and would be written to again.
    """
    given, path = settings.environment.get("KUTSU_SECRET", ""), settings.places.state / "pepper"
    if not given:
        return pepper(path)
    if len(given) < SECRET_LENGTH:
        raise Faulty([f"KUTSU_SECRET is too short: give it {SECRET_LENGTH} random characters or more"])
    if path.is_file() and path.read_text("utf-8") != given:
        words = "set KUTSU_SECRET to what that file holds, on every host"
        raise Faulty([f"KUTSU_SECRET is another secret than that of {path}, by which people left lists: {words}"])
    return given


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

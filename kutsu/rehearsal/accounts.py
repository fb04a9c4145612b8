"""The accounts that the played networks have for the channels of a config, whatever city it is, and the words that open them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kutsu.channels import adapters
from kutsu.core.config import ChannelTable
from kutsu.sandbox.accounts import (
    Accounts,
    BlueskyAccount,
    Group,
    MailAccount,
    MastodonAccount,
    Organization,
    Page,
    XAccount,
)
from kutsu.settings import variable

NETWORKS = {"email": "sendgrid"}
"""Where the sandbox has another name for a network than its adapter."""

SCOPES = (
    *("mail.send", "mail.batch.create", "asm.groups.read", "asm.groups.suppressions.read", "suppression.read"),
    *(f"user.scheduled_sends.{do}" for do in ("create", "read", "update")),
)


def as_played(table: ChannelTable) -> ChannelTable:
    """The channel as the sandbox can play it: there is no mail server in it, so SendGrid's stands for one."""
    if table.adapter != "smtp":
        return table
    kept = {key: value for key, value in table.options.items() if key.split("_")[0] in ("from", "list")}
    return replace(table, adapter="email", options={**kept, "unsubscribe_group": 1})


def base(address: str, table: ChannelTable) -> str:
    """Where the sandbox at `address` plays the network of a channel."""
    return f"{address}/{NETWORKS.get(table.adapter, table.adapter)}"


def credentials(tables: Iterable[ChannelTable]) -> dict[str, str]:
    """A made-up value for every secret of every channel, by its variable; it opens nothing but the account played for it."""
    known = adapters()
    return {
        variable(table.name, name): _word(table, name)
        for table in tables
        if table.adapter in known
        for name in known[table.adapter].CREDENTIALS
    }


def played(tables: Iterable[ChannelTable]) -> Accounts:
    """An account for every channel; channels of one page or organisation share it."""
    mine: dict[str, dict[str, ChannelTable]] = {}
    for table in tables:
        mine.setdefault(table.adapter, {}).setdefault(_account(table), table)
    of = {adapter: list(enumerate(found.values(), start=1)) for adapter, found in mine.items()}
    return Accounts(
        x=tuple(_x(number, table) for number, table in of.get("x", ())),
        facebook=tuple(_page(table) for _, table in of.get("facebook", ())),
        linkedin=tuple(_organization(table) for _, table in of.get("linkedin", ())),
        mastodon=tuple(_mastodon(number, table) for number, table in of.get("mastodon", ())),
        bluesky=tuple(_bluesky(number, table) for number, table in of.get("bluesky", ())),
        sendgrid=tuple(_mail(table) for _, table in of.get("email", ())),
    )


def _account(table: ChannelTable) -> str:
    """What names the account of a channel: the id that its options give, else the channel itself."""
    named = (table.options.get(key) for key in ("page", "organization", "handle"))
    return next((str(name) for name in named if name), table.name)


def _word(table: ChannelTable, name: str) -> str:
    return f"rehearsal-{table.adapter}-{_account(table)}-{name}"


def _x(number: int, table: ChannelTable) -> XAccount:
    words = {name: _word(table, name) for name in ("consumer_key", "consumer_secret", "token", "token_secret")}
    name = _username(table)
    return XAccount(id=str(1000 + number), username=name, name=table.name, language=table.languages[0], **words)


def _page(table: ChannelTable) -> Page:
    return Page(id=_account(table), username=_username(table), name=table.name, token=_word(table, "token"))


def _organization(table: ChannelTable) -> Organization:
    return Organization(id=_account(table), vanity=_username(table), name=table.name, token=_word(table, "token"))


def _mastodon(number: int, table: ChannelTable) -> MastodonAccount:
    name, language, token = _username(table), table.languages[0], _word(table, "token")
    return MastodonAccount(id=str(2000 + number), username=name, name=table.name, language=language, token=token)


def _bluesky(number: int, table: ChannelTable) -> BlueskyAccount:
    did, handle, word = f"did:plc:rehearsal{number}", _account(table), _word(table, "app_password")
    return BlueskyAccount(did=did, handle=handle, name=table.name, language=table.languages[0], app_password=word)


def _mail(table: ChannelTable) -> MailAccount:
    """A key that may do what is needed, with the groups and the senders that the channel's options name."""
    options: Mapping[str, str | int] = table.options
    groups = sorted({int(value) for key, value in options.items() if key.startswith("unsubscribe_group") and value})
    addresses = [str(value) for key, value in options.items() if key.split("_")[0] == "from" and "@" in str(value)]
    made = tuple(Group(id=number, name=f"{table.name} {number}", description=table.name) for number in groups)
    senders = tuple(sorted({address.casefold().rpartition("@")[2] for address in addresses}))
    return MailAccount(key=_word(table, "api_key"), scopes=SCOPES, senders=senders, groups=made)


def _username(table: ChannelTable) -> str:
    return table.name.replace("-", "_")

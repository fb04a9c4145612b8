"""Who has an account on the networks of the sandbox, with which credentials: a TOML file, every table checked strictly."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict

DEFAULT = Path(__file__).with_name("accounts.toml")


class Table(BaseModel):
    """A table of the file; a key that nobody reads is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class XAccount(Table):
    """One account on X with the four words of OAuth 1.0a; `access` is what its token may do, as the app's settings were."""

    id: str
    username: str
    name: str
    language: str
    consumer_key: str
    consumer_secret: str
    token: str
    token_secret: str
    access: str = "read-write"


class Page(Table):
    """One Facebook page with its page token, which `expires` (epoch seconds; 0: never); it answers to its id and to its username."""

    id: str
    username: str
    name: str
    token: str
    permissions: tuple[str, ...] = ("pages_manage_posts", "pages_read_engagement", "pages_show_list")
    expires: int = 0


class Organization(Table):
    """One organisation on LinkedIn, with the token of a person who has a role there."""

    id: str
    vanity: str
    name: str
    token: str
    role: str = "CONTENT_ADMIN"
    permissions: tuple[str, ...] = ("w_organization_social", "r_organization_social", "r_organization_admin")

    @property
    def urn(self) -> str:
        """Its name as an author of posts."""
        return f"urn:li:organization:{self.id}"


class MastodonAccount(Table):
    """One account on the Mastodon server with its access token and what the token may do."""

    id: str
    username: str
    name: str
    language: str
    token: str
    scopes: tuple[str, ...] = ("read:accounts", "read:statuses", "write:statuses", "write:media")


class BlueskyAccount(Table):
    """One account on Bluesky with its app password."""

    did: str
    handle: str
    name: str
    language: str
    app_password: str


class Group(Table):
    """One unsubscribe group of SendGrid."""

    id: int
    name: str
    description: str


class MailAccount(Table):
    """One SendGrid account: its key, what the key may do, and who may be the sender (an address or a whole domain).

    `credits` are the mails that are left of the month.
    """

    key: str
    scopes: tuple[str, ...]
    senders: tuple[str, ...]
    groups: tuple[Group, ...] = ()
    credits: int = 100_000


class ServiceAccount(Table):
    """One Google service account; `public_key` in PEM."""

    email: str
    public_key: str


class Accounts(Table):
    """All accounts of the world."""

    x: tuple[XAccount, ...] = ()
    facebook: tuple[Page, ...] = ()
    linkedin: tuple[Organization, ...] = ()
    mastodon: tuple[MastodonAccount, ...] = ()
    bluesky: tuple[BlueskyAccount, ...] = ()
    sendgrid: tuple[MailAccount, ...] = ()
    google: tuple[ServiceAccount, ...] = ()


def load(path: Path = DEFAULT) -> Accounts:
    """Read the file; raises pydantic's ValidationError, which names every table and key that is wrong."""
    return Accounts.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))

"""Bells as Prefect's notification blocks: saved on the server for its automations, and made in memory, so that they ring without it.

This module is all that a Prefect server loads of us (pyproject's `prefect.collections`): it imports nothing heavy.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from threading import Thread
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from prefect.blocks.abstract import NotificationBlock, NotificationError
from prefect.blocks.notifications import (
    AppriseNotificationBlock,
    MicrosoftTeamsWebhook,
    SendgridEmail,
    SlackWebhook,
)
from pydantic import SecretStr

from kutsu.core.bells import Bell, owner
from kutsu.settings import Settings, variable

PATIENCE_SECONDS = 20
"""How long one bell may take; each request within has a timeout of four seconds of its own."""

SLACK = re.compile(r"https://hooks\.slack(-gov)?\.com/services/\w+/\w+/\w+/?")

STATUS = re.compile(r"error=(\d{3})")
"""What apprise says of an answer; nothing else of its words is told, since they may hold the address."""

for _name in ("apprise", "urllib3"):
    logging.getLogger(_name).setLevel(logging.WARNING)  # at DEBUG they write whole addresses into the log


class KutsuBell(AppriseNotificationBlock):
    """A webhook or a mail server of the city's own. The whole address is a secret, the login with it.

    Prefect's own custom webhook keeps its address readable in the database, and shows it in the error of a failed request.
    """

    _block_type_name = "Kutsu Bell"
    _block_type_slug = "kutsu-bell"


@dataclass(frozen=True)
class Belfry:
    """The bells that can ring, by name; `faults` are sentences about those that cannot. No secret shows in it."""

    bells: Mapping[str, NotificationBlock] = field(repr=False)
    faults: tuple[str, ...] = ()

    def without(self, names: Collection[str]) -> Belfry:
        """The other bells."""
        return Belfry({name: bell for name, bell in self.bells.items() if name not in names})

    def ring(self, subject: str, body: str) -> dict[str, str]:
        """Ring all side by side and wait for a while; gives, by name, why a bell could not be rung."""
        found: dict[str, str] = dict.fromkeys(self.bells, f"it gave no answer in {PATIENCE_SECONDS} seconds")

        def pull(name: str, bell: NotificationBlock) -> None:
            """One bell; the thread of one that hangs is left behind."""
            found[name] = _rung(bell, plain(subject), plain(body))

        ropes = [Thread(target=pull, args=each, daemon=True) for each in self.bells.items()]
        for rope in ropes:
            rope.start()
        for rope in ropes:
            rope.join(PATIENCE_SECONDS)
        return {name: why for name, why in found.items() if why}


def belfry(settings: Settings) -> Belfry:
    """All bells of the settings, in memory: no server is asked."""
    bells: dict[str, NotificationBlock] = {}
    faults: list[str] = []
    for name, bell in settings.alarms.bells.items():
        secrets = settings.secrets(owner(name), bell.secrets)
        lacking = [variable(owner(name), need) for need in bell.needs if need not in secrets]
        if lacking:
            faults.append(f"the bell {name} cannot ring: set {', '.join(lacking)}")
            continue
        try:
            bells[name] = _MAKERS[bell.kind](bell, secrets)
        except Exception:  # whatever a library says of an address, it may hold it
            names = ", ".join(variable(owner(name), each) for each in secrets)
            faults.append(f"the bell {name} cannot ring: {names} is not what a bell of the kind {bell.kind} takes")
    return Belfry(bells, tuple(faults))


def plain(text: str) -> str:
    """A text in which no network finds a mention or markup: Slack's and Teams' stand between < and >."""
    return text.replace("<", "‹").replace(">", "›")


def _rung(bell: NotificationBlock, subject: str, body: str) -> str:
    """Ring one; gives why it could not be, without a word of which nobody knows what it holds."""
    try:
        with bell.raise_on_failure():
            bell.notify(body=body, subject=subject)  # type: ignore[unused-coroutine]  # in a thread it is none
    except NotificationError as error:
        status = STATUS.search(error.log)
        return f"it answered {status[1]}" if status else "it could not be reached, or did not take it"
    except Exception as error:  # a bell never stops who rings it
        return f"it failed ({type(error).__name__})"
    return ""


def _slack(_: Bell, secrets: Mapping[str, str]) -> NotificationBlock:
    """Slack's incoming webhook."""
    if not SLACK.fullmatch(secrets["address"]):
        raise ValueError
    return SlackWebhook(url=SecretStr(secrets["address"]), notify_type="warning")


def _teams(_: Bell, secrets: Mapping[str, str]) -> NotificationBlock:
    """A workflow of Teams."""
    return MicrosoftTeamsWebhook(url=SecretStr(secrets["address"]), include_image=False, notify_type="warning")


def _webhook(_: Bell, secrets: Mapping[str, str]) -> NotificationBlock:
    """Any address that takes JSON; what stands after its ? goes with each request, as apprise's `-`."""
    parts = urlsplit(secrets["address"])
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError
    query = urlencode(
        [(f"-{key}", value) for key, value in parse_qsl(parts.query, keep_blank_values=True)], quote_via=quote
    )
    scheme = {"http": "json", "https": "jsons"}[parts.scheme]
    return _city(f"{scheme}://{parts.netloc}{parts.path}" + (f"?{query}" if query else ""))


def _mail(bell: Bell, secrets: Mapping[str, str]) -> NotificationBlock:
    """A mail over the city's own server, else through SendGrid."""
    if not bell.server:
        key = SecretStr(secrets["api_key"])
        return SendgridEmail(api_key=key, sender_email=bell.sender, to_emails=list(bell.to), notify_type="warning")
    login = ":".join(quote(secrets[name], safe="") for name in ("user", "password") if name in secrets)
    port = bell.port or {"starttls": 587, "tls": 465, "none": 25}[bell.security]
    mode = {"starttls": "starttls", "tls": "ssl", "none": "insecure"}[bell.security]
    wishes = {"smtp": bell.server, "from": bell.sender, "to": ",".join(bell.to), "mode": mode, "format": "text"}
    scheme = "mailto" if bell.security == "none" else "mailtos"
    return _city(f"{scheme}://{login}{'@' if login else ''}{bell.server}:{port}/?{urlencode(wishes, quote_via=quote)}")


def _city(url: str) -> NotificationBlock:
    """A bell of ours; raises ValueError when apprise does not know what to do with its address."""
    made = KutsuBell(url=SecretStr(url), notify_type="warning")
    if not len(made._apprise_client):  # apprise tells of a wrong address in the log alone
        raise ValueError
    return made


_MAKERS: Mapping[str, Callable[[Bell, Mapping[str, str]], NotificationBlock]] = {
    "slack": _slack,
    "teams": _teams,
    "webhook": _webhook,
    "mail": _mail,
}

"""What SendGrid tells of an account beside `check`: credits, whether the sender's domain is authenticated, and the event webhook.

GET /v3/user/credits, /v3/whitelabel/domains and /v3/user/webhooks/event/settings/all (twilio.com/docs/sendgrid/api-reference:
users-api, domain-authentication, webhooks). Each has a scope of its own; what a key may not ask is a note, as mail leaves without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kutsu.channels.email import EmailChannel
from kutsu.core.checked import Checked, fault, note, ok
from kutsu.core.errors import Held

FEW = 1000
"""Credits that are few for a city's lists."""

EVENTS = "/events/sendgrid/"
"""Where `kutsu web` hears events."""

Asked = Callable[[Any], Any]


def examine(channel: EmailChannel) -> Iterator[Checked]:
    """Region, way out, credits, domains and webhook; raises as `_ask` does, but for a scope that the key has not."""
    name, region = channel.name, channel._region
    yield ok(
        name, f"mails through {'the EU host' if region == 'eu' else 'the global host'} of SendGrid; {_way_out(channel)}"
    )
    yield from _told(channel, "credits", "user.credits.read", lambda api: api.user.credits.get().to_dict, _credits)
    domains: Asked = lambda api: api.whitelabel.domains.get(query_params={"limit": 200}).to_dict  # noqa: E731
    yield from _told(channel, "domains", "whitelabel.read", domains, _domains)
    hooks: Asked = lambda api: api.user.webhooks.event.settings._("all").get().to_dict  # noqa: E731
    yield from _told(channel, "event webhook", "user.webhooks.event.settings.read", hooks, _webhooks)


def _way_out(channel: EmailChannel) -> str:
    groups = f"{len(channel._groups)} unsubscribe groups of SendGrid" if channel._groups else ""
    return ", ".join(filter(None, (groups, "Kutsu's own way out" if channel._mailing.way_out else "")))


def _told(
    channel: EmailChannel, what: str, scope: str, ask: Asked, judge: Callable[[EmailChannel, Any], Iterator[Checked]]
) -> Iterator[Checked]:
    """What is to be said of an answer, or that the key may not ask."""
    try:
        found = channel._ask(ask)
    except Held:
        yield note(
            channel.name,
            f"the key may not ask for {what}",
            f"Give it the scope {scope}, or look in SendGrid's settings.",
        )
        return
    yield from judge(channel, found)


def _credits(channel: EmailChannel, found: Any) -> Iterator[Checked]:
    left, reset = int(found["remain"]), found.get("next_reset", "not told")
    seen = f"{left} credits (mails) left until {reset}"
    if left <= 0:
        yield fault(channel.name, seen, "Buy more, or wait for the reset: mail above it costs, or does not leave.")
    elif left < FEW:
        yield note(channel.name, seen, "See whether that is enough for the lists (`kutsu audience check`).")
    else:
        yield ok(channel.name, seen)


def _domains(channel: EmailChannel, found: Any) -> Iterator[Checked]:
    """Each sender's domain, or one above it, is to be there and valid: SPF and DKIM are SendGrid's then."""
    valid = {str(each["domain"]): each.get("valid") is True for each in found}
    for domain in sorted({sender.address.rpartition("@")[2] for sender in channel._senders.values()}):
        parts = domain.split(".")
        mine = [valid[above] for at in range(len(parts)) if (above := ".".join(parts[at:])) in valid]
        if any(mine):
            yield ok(channel.name, f"the sender's domain {domain} is authenticated")
        else:
            seen = f"the sender's domain {domain} is {'not valid' if mine else 'not authenticated'} at SendGrid"
            do = "Settings, Sender Authentication: add the domain, put its CNAME records into the DNS, and verify."
            yield fault(channel.name, seen, do)


def _webhooks(channel: EmailChannel, found: Any) -> Iterator[Checked]:
    """One that is on, signed, and leads to Kutsu: without it nobody learns who bounced or complained. One serves the account."""
    on = [each for each in found.get("webhooks", []) if each.get("enabled") and EVENTS in str(each.get("url"))]
    if not on:
        do = f"Settings, Mail Settings, Event Webhook: the public address of kutsu web with {EVENTS}{channel.name}, signed."
        yield note(channel.name, "no event webhook leads to Kutsu: nobody tells who bounced", do)
    elif all(each.get("public_key") for each in on):
        yield ok(channel.name, f"the event webhook leads to {EVENTS}{on[0]['url'].rpartition('/')[2]}, signed")
    else:
        do = "Turn Signature Verification on, and set its key as KUTSU_<CHANNEL>_WEBHOOK_KEY."
        yield fault(channel.name, "the event webhook is not signed, so Kutsu believes none of it", do)

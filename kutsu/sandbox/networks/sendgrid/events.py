"""What SendGrid's event webhook tells of a mail, person by person: always the same events for the same mail."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from itertools import repeat

from kutsu.sandbox.networks.sendgrid.lists import TOLD
from kutsu.sandbox.store import Json

ENDS = {
    "bounces": [("bounce", {"type": "bounce", **TOLD["bounces"]})],
    "blocks": [("bounce", {"type": "blocked", **TOLD["blocks"]})],
    "invalid_emails": [("bounce", {"type": "bounce", **TOLD["invalid_emails"]})],
    "spam_reports": [("delivered", {"response": "250 OK"}), ("spamreport", {})],
}
"""How mail to a person of each fate ends; any other fate is the reason why it was dropped."""
DELIVERED: list[tuple[str, Json]] = [("delivered", {"response": "250 OK"})]


def events(mail: Json) -> Iterator[Json]:
    """Every event of a mail that went, a second after another; what its sender wanted told of a person lies flat among the rest."""
    shared = repeat(mail["own"][0]) if len(mail["own"]) == 1 else mail["own"]
    for number, (address, own) in enumerate(zip(mail["people"], shared, strict=False)):
        for step, (name, told) in enumerate(_story(mail["fates"].get(address))):
            yield {
                **own,
                "email": address,
                "timestamp": int(mail["at"]) + step,
                "event": name,
                "sg_event_id": _id(mail["id"], number, name),
                "sg_message_id": f"{mail['id']}.recvd-sandbox-{number}",
                **told,
            }


def _story(fate: str | None) -> list[tuple[str, Json]]:
    """What befalls one mail."""
    if fate is None or fate in ENDS:
        return [("processed", {}), *(ENDS[fate] if fate else DELIVERED)]
    return [("dropped", {"reason": fate})]


def _id(*names: object) -> str:
    """The id of an event: however often it is told, it has the same."""
    return base64.urlsafe_b64encode(hashlib.sha256("/".join(map(str, names)).encode()).digest()).decode()[:22]

"""What SendGrid does with a letter that it has taken: who gets it, when, and what the first of them reads."""

from __future__ import annotations

import base64
import hashlib

from kutsu.sandbox.accounts import Group, MailAccount
from kutsu.sandbox.networks.sendgrid.letter import Letter, Personalization
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World

SHELF, OUT_OF_GROUP = "sendgrid", "sendgrid-suppressed"
UNSUBSCRIBE_TAGS = ("<%asm_group_unsubscribe_raw_url%>", "<%asm_preferences_raw_url%>")


class Outbox:
    """Mail that was taken, and who has left which unsubscribe group."""

    def __init__(self, world: World) -> None:
        """Keep both in this world's store."""
        self.world = world

    def queue(self, letter: Letter, account: MailAccount) -> str:
        """Put the mail on the wall, without those who have left its group; gives its message id."""
        name = _message_id(self.world.store.rise("sendgrid"))
        group = next((one for one in account.groups if letter.asm and one.id == letter.asm.group_id), None)
        left = set(map(str.casefold, self.left(group.id))) if group else set()
        people = [
            one.email for each in letter.personalizations for part in (each.to, each.cc, each.bcc) for one in part
        ]
        first = letter.personalizations[0]
        mail: Json = {
            "id": name,
            "at": float(max(letter.send_at or first.send_at or 0, self.world.now())),
            "subject": _as_received(first.subject or letter.subject or "", first, group),
            "sender": letter.sender.email,
            "sender_name": letter.sender.name or "",
            "group": group.name if group else "",
            "headers": {key.lower(): value for key, value in (letter.headers | first.headers).items()},
            "content": {one.type: _as_received(one.value, first, group) for one in letter.content},
            "recipients": [one for one in people if one.casefold() not in left],
            "dropped": sum(one.casefold() in left for one in people),
        }
        self.world.store.put(SHELF, name, mail, account.key)
        return name

    def due(self) -> list[Json]:
        """Every mail whose `send_at` has come."""
        return [mail for mail in self.world.store.every(SHELF) if self.world.now() >= mail["at"]]

    def left(self, group: int) -> list[str]:
        """Who has left a group."""
        return [thing["email"] for thing in self.world.store.every(OUT_OF_GROUP, str(group))]

    def leave(self, group: int, address: str) -> None:
        """This person wants no more mail of the group."""
        self.world.store.put(OUT_OF_GROUP, f"{group}/{address.casefold()}", {"email": address}, str(group))


def _as_received(text: str, first: Personalization, group: Group | None) -> str:
    """What the first recipient reads: substitutions and SendGrid's own unsubscribe tags filled in."""
    way_out = f"https://unsubscribe.example.org/{group.id}" if group else ""
    tags = dict.fromkeys(UNSUBSCRIBE_TAGS, way_out)
    for tag, value in (tags | first.substitutions).items():
        text = text.replace(tag, value)
    return text


def _message_id(number: int) -> str:
    """22 letters, as SendGrid gives them."""
    return base64.urlsafe_b64encode(hashlib.sha256(str(number).encode()).digest()).decode()[:22]

"""What SendGrid does with a letter that it has taken: who gets it, when, and what the first of them reads."""

from __future__ import annotations

import base64
import hashlib

from kutsu.sandbox.accounts import Group, MailAccount
from kutsu.sandbox.networks.sendgrid.letter import Letter, Personalization
from kutsu.sandbox.networks.sendgrid.lists import Lists
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World

SHELF, OUT_OF_GROUP, WAITING, UNTOLD = "sendgrid", "sendgrid-suppressed", "sendgrid-waiting", "sendgrid-untold"
STOPPED = "sendgrid-stopped"
"""Batches that are paused or cancelled."""
UNSUBSCRIBE_TAGS = ("<%asm_group_unsubscribe_raw_url%>", "<%asm_preferences_raw_url%>")
PAUSED_SECONDS = 72 * 3600
ARRIVES = ("spam_reports",)
"""The fates of those who did get the mail."""


class Outbox:
    """Mail that was taken, and who has left which unsubscribe group."""

    def __init__(self, world: World, lists: Lists) -> None:
        """Keep both in this world's store."""
        self.world, self.lists = world, lists

    def queue(self, letter: Letter, account: MailAccount) -> str:
        """Take a mail, and let it go at once where it is not to wait; gives its message id."""
        name = _message_id(self.world.store.rise("sendgrid"))
        group = next((one for one in account.groups if letter.asm and one.id == letter.asm.group_id), None)
        first = letter.personalizations[0]
        mail: Json = {
            "id": name,
            "at": float(max(letter.send_at or first.send_at or 0, self.world.now())),
            "batch": letter.batch_id or "",
            "subject": _as_received(first.subject or letter.subject or "", first, group),
            "sender": letter.sender.email,
            "sender_name": letter.sender.name or "",
            "group": group.name if group else "",
            "group_id": group.id if group else 0,
            "headers": {key.lower(): value for key, value in (first.headers or letter.headers).items()},
            "content": {one.type: _as_received(one.value, first, group) for one in letter.content},
            "attachments": [one.model_dump() for one in letter.attachments],
            **_people(letter),
        }
        self.world.store.put(WAITING, name, {key: mail[key] for key in ("id", "at", "batch")})
        self.world.store.put(SHELF, name, mail, account.key)
        self.settle()
        return name

    def settle(self) -> None:
        """Let everything go whose time has come, and throw away what was cancelled until then."""
        now = self.world.now()
        for row in self.world.store.every(WAITING):
            stop = self.world.store.get(STOPPED, row["batch"]) if row["batch"] else None
            if row["at"] > now or (stop and stop["status"] == "pause" and row["at"] + PAUSED_SECONDS > now):
                continue
            self.world.store.drop(WAITING, row["id"])
            if not stop:
                self._go(row["id"])

    def _go(self, name: str) -> None:
        """Send one mail: who is on a list is left out, and who is bound for one gets onto it."""
        mail = self.world.store.get(SHELF, name)
        assert mail is not None
        mail["fates"] = self.lists.fates(mail["people"], self.left(mail["group_id"]), mail["at"])
        self.world.store.put(SHELF, name, mail)
        self.world.store.put(UNTOLD, name, {"id": name})

    def due(self) -> list[Json]:
        """Every mail that went, with those who got it."""
        self.settle()
        return [mail | _outcome(mail) for mail in self.world.store.every(SHELF) if "fates" in mail]

    def waits(self, batch: str) -> list[float]:
        """When the mails of a batch that have not gone yet are to go."""
        self.settle()
        return [row["at"] for row in self.world.store.every(WAITING) if row["batch"] == batch]

    def left(self, group: int) -> list[str]:
        """Who has left a group."""
        return [thing["email"] for thing in self.world.store.every(OUT_OF_GROUP, str(group))] if group else []

    def leave(self, group: int, address: str) -> None:
        """This person wants no more mail of the group."""
        self.world.store.put(OUT_OF_GROUP, f"{group}/{address.casefold()}", {"email": address}, str(group))


def _people(letter: Letter) -> Json:
    """Everyone whom the letter names, and what its sender wants to be told of each: once, where it is the same for all."""
    people, own = [], []
    for each in letter.personalizations:
        for one in (*each.to, *each.cc, *each.bcc):
            people.append(one.email)
            own.append(letter.custom_args | each.custom_args if letter.custom_args else each.custom_args)
    same = all(one == own[0] for one in own)
    return {"people": people, "own": own[:1] if same else own}


def _outcome(mail: Json) -> Json:
    """Who got a mail, how many were left out of it, and to how many it did not come."""
    fates: dict[str, str] = mail["fates"]
    lost = {one for one, fate in fates.items() if fate not in ARRIVES}
    returned = sum(fates[one] in ("bounces", "blocks", "invalid_emails") for one in lost)
    got = [one for one in mail["people"] if one not in lost] if lost else mail["people"]
    return {"recipients": got, "dropped": len(lost) - returned, "returned": returned}


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

"""Mail to one official about the sheet: through the same door as the lists, but to a desk, so without a list's way out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kutsu.channels.common.verdict import by_phase
from kutsu.channels.email import EmailCredentials
from kutsu.channels.email.door import client, judge
from kutsu.channels.email.letter import TRACKING, Sender
from kutsu.core.errors import Unconfirmed
from kutsu.core.ports import Clock
from kutsu.door import Deadline, outside

TIMEOUT = dt.timedelta(seconds=18)


class InternalMail:
    """Sends single mails as the sender of a mail channel, with its key."""

    def __init__(
        self, name: str, credentials: EmailCredentials, clock: Clock, sender: Sender, base: str = "", region: str = ""
    ) -> None:
        """`base` is where SendGrid is looked for, empty for its real host in this `region`."""
        self._who, self._credentials = f"SendGrid ({name})", credentials
        self._clock, self._sender, self._base, self._region = clock, sender, base, region

    def write(self, address: str, subject: str, text: str) -> None:
        """Send one mail in plain text, in one request; raises `Refused`, `Held`, `Unavailable` or `Unconfirmed`."""
        deadline = Deadline(self._clock, TIMEOUT)
        with (
            by_phase(self._who, self._credentials, judge, acts=True),
            deadline,
            outside(deadline, self._base, acts=True) as session,
        ):
            api = client(self._credentials.api_key, session, self._region)
            answer = api.mail.send.post(request_body=self._letter(address, subject, text))
            if answer.status_code != 202:
                raise Unconfirmed(f"{self._who} answered {answer.status_code}, not 202")

    def _letter(self, address: str, subject: str, text: str) -> dict[str, Any]:
        """The body of `mail/send`."""
        sender = {"email": self._sender.address} | ({"name": self._sender.name} if self._sender.name else {})
        return {
            "personalizations": [{"to": [{"email": address}]}],
            "from": sender,
            "subject": subject,
            "content": [{"type": "text/plain", "value": text}],
            "categories": ["preview"],
            "tracking_settings": TRACKING,
        }

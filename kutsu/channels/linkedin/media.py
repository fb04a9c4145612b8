"""Images on LinkedIn: announced, put to the address that LinkedIn names, and waited for until they are ready to be posted.

All of it is invisible; an upload whose answer is lost leaves at worst an image that nobody sees.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

import requests

from kutsu.channels.linkedin.answer import accepted
from kutsu.core.errors import Held, Refused, Unavailable
from kutsu.core.ports import Clock
from kutsu.core.publication import Claimed

PLACE = "https://api.linkedin.com/rest/images"
UPLOADS = "https://www.linkedin.com"
UPLOADED = ("AVAILABLE", "PROCESSING")
"""What LinkedIn says of an image whose bytes it has."""
MARK = "media"
Name = tuple[str, int, str]
"""An image of a delivery: key, place, digest."""
LOOKS, PAUSE = 8, dt.timedelta(seconds=1)
"""How often, and how far apart, LinkedIn is asked within one call whether an image is ready."""


@dataclass(frozen=True)
class Images:
    """The images of one organisation; `_begun` knows their urns until the marks do, so that none is uploaded twice."""

    who: str
    author: str
    clock: Clock
    base: str
    _begun: dict[Name, str] = field(default_factory=dict)

    def ready(self, session: requests.Session, claimed: Claimed) -> Mapping[str, str]:
        """The mark with the urns of all pictures in order, each ready to be posted; what LinkedIn lost is uploaded anew.

        Raises `Unavailable` while LinkedIn is still at work on one, `Refused` when it cannot read one.
        """
        urns = [self._urn(session, claimed, place) for place in range(len(claimed.message.pictures))]
        for urn in urns:
            self._wait(session, urn)
        for place, picture in enumerate(claimed.message.pictures):
            self._begun.pop((claimed.key, place, picture.digest), None)
        return {MARK: " ".join(urns)}

    def content(self, claimed: Claimed) -> Mapping[str, object]:
        """What a post says of its pictures; raises `Unavailable` when one of them was not uploaded."""
        pictures, urns = claimed.message.pictures, _urns(claimed)
        if len(urns) != len(pictures):
            raise Unavailable(f"{self.who} has not got every picture of this; nothing was sent")
        alts = [{"altText": picture.alt} if picture.alt else {} for picture in pictures]
        shown = [{"id": urn, **alt} for urn, alt in zip(urns, alts, strict=True)]
        match shown:
            case []:
                return {}
            case [one]:
                return {"content": {"media": one}}
            case _:
                return {"content": {"multiImage": {"images": shown}}}

    def _urn(self, session: requests.Session, claimed: Claimed, place: int) -> str:
        """The urn of the picture at this place, whose bytes LinkedIn has."""
        picture = claimed.message.pictures[place]
        name = (claimed.key, place, picture.digest)
        for known in (self._begun.get(name), *_urns(claimed)[place : place + 1]):
            if known and self._status(session, known) in UPLOADED:
                return known
        wish = {"initializeUploadRequest": {"owner": self.author}}
        answer = accepted(session.post(PLACE, params={"action": "initializeUpload"}, json=wish))
        urn, address = str(answer.json()["value"]["image"]), str(answer.json()["value"]["uploadUrl"])
        self._begun[name] = urn
        kind = {"Content-Type": picture.media_type}
        accepted(session.put(self._behind_the_door(address), data=picture.content, headers=kind))
        return urn

    def _wait(self, session: requests.Session, urn: str) -> None:
        """Until the image is ready, a few seconds at most."""
        for _ in range(LOOKS):
            match self._status(session, urn):
                case "AVAILABLE":
                    return
                case "PROCESSING_FAILED":
                    raise Refused(f"{self.who} cannot read the picture ({urn}); use another JPEG or PNG")
            self.clock.sleep_until(self.clock.now() + PAUSE)
        raise Unavailable(f"{self.who} is still at work on the picture ({urn}); nothing was sent")

    def _status(self, session: requests.Session, urn: str) -> str | None:
        """How far LinkedIn is with it; None when it knows no such image."""
        answer = session.get(f"{PLACE}/{quote(urn, safe='')}")
        return None if answer.status_code == requests.codes.not_found else str(accepted(answer).json()["status"])

    def _behind_the_door(self, address: str) -> str:
        """The address for the bytes, which come with our token: LinkedIn's own and no other; below `base` if there is one."""
        base, parts = self.base.rstrip("/"), urlsplit(address)
        if base and address.startswith(f"{base}/"):
            return UPLOADS + address.removeprefix(base)
        own = f".{parts.hostname}".endswith(".linkedin.com") and parts.scheme == "https"
        if base or not own:
            raise Held(f"{self.who} named an address for pictures at {parts.hostname}, which is not its own")
        return address


def _urns(claimed: Claimed) -> list[str]:
    """The urns that the mark has, in the order of the pictures."""
    return claimed.marks.get(MARK, "").split()

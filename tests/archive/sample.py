"""A little of everything that can become of what a city says, played through the ledger."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kutsu.core.approval import Memory, Seen, judge
from kutsu.core.content import digest, localize
from kutsu.core.model import Subject, Texts
from kutsu.core.publication import Message, Picture, Receipt, State
from kutsu.ledger.claims import Claims, Outcome, Work
from kutsu.ledger.database import Database
from kutsu.ledger.memory import Memories
from kutsu.ledger.pauses import SHEET, Pauses
from kutsu.ledger.retractions import Retractions
from tests.factories import NOW, delivery, entry, pilot, session, texts
from tests.ledger.works import attempt, later

HOSTILE = "=cmd()|'/C calc'!A1 </script><script>alert(1)</script> \u202eabc & \"x\""
"""A formula, markup and letters that run backwards."""

INVITED = "INFO-1/session-invitation/fi/x-fi/"
MOVED = "INFO-1/session-changed/fi/x-fi/moved-1"
SWEDISH = "INFO-1/session-invitation/sv/x-sv/"
DOUBTED = "INFO-1/session-invitation/en/x-en/"
LETTER = "PILOT-1/testers-wanted/fi/newsletter/"
JOINT = "PILOT-1/pilot-chosen/fi+sv/facebook/"

PERSON, TOKEN, OFFICIAL = "asukas@example.org", "ab" * 16, "maija.virkailija"
"""A resident by address and by token, and an official by the name of their account."""

CARD = Picture(b"\x89PNG card", "image/png", 'Kuva "kortista"')
HTML = '<!DOCTYPE html>\n<html lang="fi"><head><title>x</title></head><body><img src="https://watch.example/1.gif">Hei</body></html>\n'
LETTER_PARTS = {
    "subject": "Testaajia haetaan",
    "text": "Hei!\nTervetuloa.",
    "html": HTML,
    "calendar": "BEGIN:VCALENDAR\r\n",
}


class Played:
    """Approves, says, moves, takes back, mails, pauses."""

    def __init__(self, database: Database) -> None:
        self.database, self.claims, self.memories = database, Claims(database, "one"), Memories(database)
        self.pauses, self.retractions = Pauses(database), Retractions(database)

    def everything(self) -> None:
        """All of it, from an hour before `NOW` to two days after it."""
        self.approve(session(title=texts("Info")), later(hours=-1))
        self.approve(pilot(title=texts(HOSTILE)), later(hours=-1))
        self.say(INVITED, HOSTILE, NOW, session(), pictures=(CARD,))
        self.say(SWEDISH, "Välkommen!", NOW, session(), Outcome(State.REFUSED, f"550 {PERSON} {TOKEN} said no"))
        self.say(DOUBTED, "Welcome!", NOW, session(), Outcome(State.UNCONFIRMED, "the answer was lost", next=NOW))
        self.say(JOINT, "Hei! Hej!", NOW, pilot(title=texts(HOSTILE)))
        self.mail()
        self.approve(session(title=texts("Info"), start=dt.time(18)), later(days=1))
        self.say(MOVED, "Aika on muuttunut.", later(days=1), session(start=dt.time(18)))
        self.take_back(MOVED, later(days=2))
        self.pauses.pause(later(hours=1), OFFICIAL, "väärä päivä", later(hours=2))
        self.pauses.pause(later(hours=3), SHEET)
        self.pauses.hold("PILOT-9/pilot-chosen/fi/x-fi/", later(hours=3), "odota")

    def approve(self, subject: Subject[Texts], at: dt.datetime) -> None:
        """A tick in Finnish and in Swedish."""
        row = entry(subject, "fi sv")
        seen = {key: Memory(Seen(digest(localize(subject, key)), ticked=False)) for key in ("fi", "sv")}
        self.memories.remember([judge(row, key, memory) for key, memory in seen.items()], at)

    def say(
        self,
        key: str,
        words: str,
        at: dt.datetime,
        of: Subject[Texts],
        outcome: Outcome | None = None,
        pictures: tuple[Picture, ...] = (),
        slot: dt.datetime | None = None,
    ) -> None:
        """One post, made of what was approved."""
        made = delivery(key, slot=slot or at, expires=at + dt.timedelta(days=14))
        message = Message(made.language, {"status": words}, "https://example.org/fi/info-1/", pictures)
        contents = {each: digest(localize(of, each)) for each in made.languages}
        assert self.claims.claim([Work(made, message, ((),), contents)], at)
        yes = Outcome(State.SENT, receipt=Receipt(f"id-{key}", f"https://x.example/{len(key)}"))
        assert attempt(self.claims, outcome or yes, key, now=at)

    def mail(self) -> None:
        """A mail to three, in two requests, of whom one had left."""
        made = replace(delivery(LETTER), release="PILOT-1/testers-wanted/email/residents/")
        message = Message("fi", LETTER_PARTS, "https://example.org/fi/pilot-1/")
        assert self.claims.claim([Work(made, message, ((TOKEN, "b"), ("c",)))], NOW)
        yes = Outcome(State.SENT, receipt=Receipt("m-1", left_out={"b": "left"}))
        assert attempt(self.claims, yes, LETTER)
        assert attempt(self.claims, Outcome(State.SENT, receipt=Receipt("m-2")), LETTER, 1)

    def take_back(self, key: str, at: dt.datetime) -> None:
        """An official has it deleted."""
        (out,) = self.retractions.out(key)
        number = self.retractions.begin(out.claimed, OFFICIAL, "väärä paikka", at)
        self.retractions.settle(number, at)

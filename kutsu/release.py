"""What may go out now, rendered and gated, and why the rest may not: the last look before anything is claimed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from kutsu.budget import Budget
from kutsu.core.approval import Verdict
from kutsu.core.calendar import Event, attachment, event, joined, themes
from kutsu.core.errors import Faulty
from kutsu.core.halves import to_shorten
from kutsu.core.model import Approved, Digest, Pilot, Session
from kutsu.core.ports import Attaches, Channel, Mirror
from kutsu.core.publication import CALENDAR, Delivery, Message, State
from kutsu.core.render import Renderer, Saying
from kutsu.core.schedule import Rules, due, together
from kutsu.core.topics import topics, widened
from kutsu.gallery import Gallery
from kutsu.ledger.claims import Work
from kutsu.ledger.pauses import Pauses
from kutsu.ledger.views import Views
from kutsu.survey import Survey

MAIL = "email"
"""The network whose readers choose topics."""


@dataclass(frozen=True)
class Ready:
    """What may be claimed now, and the reason, by key, of everything due that may not."""

    works: Sequence[Work]
    held: Mapping[str, str]


def addressed(message: Message, digest: Digest[str]) -> Message:
    """A digest's message to who chose its theme, or the general one to who chose none."""
    return replace(message, topics=(digest.theme,) if digest.theme else (), chosen=True)


@dataclass(frozen=True)
class Gate:
    """Lets through what is due, rendered, fitting, on channels that answer, and whose page is out where it must be."""

    rules: Rules
    renderer: Renderer
    channels: Mapping[str, Channel]
    origin: Mirror
    views: Views
    pauses: Pauses
    gallery: Gallery

    def ready(self, survey: Survey, moment: dt.datetime) -> Ready:
        """Everything that may go out at `moment`, which may lie a little ahead; a release is whole or held.

        The channels are asked before anything is composed: what they answer tells how long a text may be.
        """
        waiting = self.due(survey, moment)
        stopped = self.pauses.stops([each.key for each in waiting], moment)
        unanswered = self._unanswered(waiting)
        messages, held = self.compose(survey, waiting, self.to_shorten() | self.views.short())
        held = together(waiting, unanswered | self._not_out(survey, waiting) | held | stopped, self.rules.required)
        # What is held anyway takes nobody's place in the hour, or the older ones would wait behind it until their end.
        many = self.over([each for each in waiting if each.key not in held], moment)
        held = together(waiting, held | many, self.rules.required)
        dear = Budget(self.rules, self.views).holds(
            (each for each in waiting if each.key not in held), messages, moment
        )
        held = together(waiting, held | dear, self.rules.required)
        works = []
        for delivery in (each for each in waiting if each.key not in held):
            try:
                shares = self.channels[delivery.channel].shares(messages[delivery.key])
            except Faulty as fault:  # a list that broke since the channel was asked
                held[delivery.key] = str(fault)
                continue
            if shares:
                told = {each: survey.standings[delivery.subject, each].digest for each in delivery.languages}
                works.append(Work(delivery, messages[delivery.key], shares, told))
            else:
                held[delivery.key] = "nobody on this list reads this language"
        return Ready(works, held)

    def due(self, survey: Survey, moment: dt.datetime) -> list[Delivery]:
        """What is due by plan and ledger; what was refused is too, while its short form may make a half release whole."""
        states = self.views.states(moment) | dict.fromkeys(self.to_shorten(), State.PLANNED)
        found = due(survey.deliveries, states, moment, self.rules.required)
        return [each for each in found if self._has_readers(survey, each)]

    def _has_readers(self, survey: Survey, delivery: Delivery) -> bool:
        """Whether anybody is to get it; that nobody has chosen a digest's theme is no fault, and nothing that is late."""
        content = survey.standings[delivery.subject, delivery.languages[0]].content
        if not isinstance(content, Digest):
            return True
        try:
            return bool(self.channels[delivery.channel].shares(addressed(Message(delivery.language, {}, ""), content)))
        except Faulty:  # a list that cannot be used is told by the channel's check
            return True

    def to_shorten(self) -> set[str]:
        """The refused keys whose short form is to be tried."""
        rows = self.views.halves()
        return to_shorten(rows, self.views.spurned(), self.rules.required) if rows else set()

    def compose(
        self, survey: Survey, deliveries: Iterable[Delivery], short: Container[str] = (), *, shown: bool = True
    ) -> tuple[dict[str, Message], dict[str, str]]:
        """The messages by key, those of `short` in the short form, and why one cannot be written, by key too.

        Without their pictures, unless they are `shown`: a card takes a tenth of a second.
        """
        messages, held = {}, {}
        for delivery in deliveries:
            try:
                messages[delivery.key] = self.message(survey, delivery, short=delivery.key in short, shown=shown)
            except Faulty as fault:
                held[delivery.key] = str(fault)
        return messages, held

    def message(self, survey: Survey, delivery: Delivery, *, short: bool = False, shown: bool = True) -> Message:
        """One delivery's message out of its live content; raises `Faulty` when it cannot be written or does not fit.

        A draft language is refused here once more: whoever asks for one, nobody is sent any.
        """
        if drafts := [each for each in delivery.languages if each not in self.renderer.voices]:
            raise Faulty([f"{', '.join(drafts)}: this language is not published, so nothing is sent in it"])
        sayings = []
        for language in delivery.languages:
            content = survey.standings[delivery.subject, language].content
            if content is None:
                raise Faulty([delivery.held_because or "its row is not complete"])
            # All that a digest tells of has a page of its own; the index has them all.
            page = "" if isinstance(content, Digest) else delivery.subject
            sayings.append(Saying(content, language, self.origin.address(page, language)))
        channel, table = self.channels[delivery.channel], self.rules.channels[delivery.channel]
        where = (table.audience, channel.network, channel.parts)
        message = self.renderer.together(delivery.kind, sayings, *where, channel.fits, short=short)
        if channel.network == MAIL:
            about = topics(sayings[0].content, delivery.languages[0], survey.standings)
            message = replace(message, topics=widened(about, self.views.topics(delivery.subject, delivery.channel)))
        if isinstance(channel, Attaches) and channel.attaches:
            message = _attached(message, self.events(survey, delivery.subject, delivery.languages))
        if isinstance(sayings[0].content, Digest):
            message = addressed(message, sayings[0].content)
        if short or not (shown and channel.pictures and table.pictures):
            return message
        return replace(message, pictures=self.gallery.pictures(sayings[0].content, sayings[0].language))

    def events(self, survey: Survey, subject: str, languages: Iterable[str]) -> list[Event]:
        """The entries of a session in these languages as calendars are to have it; none of what is no session."""
        found = []
        for standing in (survey.standings[subject, language] for language in languages):
            session, language = standing.content, standing.language
            if isinstance(session, Session):
                at = standing.at if standing.verdict is Verdict.STANDS else None
                number = self.views.sequence(session)
                approved = Approved(language, session, standing.digest, at or survey.now, number)
                voice, page = self.renderer.voice(language), self.origin.address(subject, language)
                found.append(event(approved, voice, page, themes(session, _theme_of(survey, session, language))))
        return found

    def over(self, waiting: Sequence[Delivery], moment: dt.datetime) -> dict[str, str]:
        """What would be more than its channel says in an hour: the newest go first, the older ones later or never."""
        said, over = self.views.begun_since(moment - dt.timedelta(hours=1)), {}
        for delivery in sorted(waiting, key=lambda each: each.slot, reverse=True):
            cap = self.rules.channels[delivery.channel].per_hour
            said[delivery.channel] += 1
            if cap and said[delivery.channel] > cap:
                over[delivery.key] = f"{delivery.channel} says at most {cap} things an hour; this one goes later"
        return over

    def _unanswered(self, waiting: Sequence[Delivery]) -> dict[str, str]:
        """Why channels cannot publish now, by the keys that they would carry; each is asked once, all side by side."""
        names = sorted({delivery.channel for delivery in waiting})
        with ThreadPoolExecutor(max(1, len(names))) as pool:
            problems = dict(zip(names, pool.map(lambda name: self.channels[name].check(), names), strict=True))
        return {each.key: "; ".join(problems[each.channel]) for each in waiting if problems[each.channel]}

    def _not_out(self, survey: Survey, waiting: Sequence[Delivery]) -> dict[str, str]:
        """The keys of which a page on the site, one for each language, must be out first and is not."""
        bound = [each for each in waiting if self.rules.kinds[each.kind].origin == "required"]
        pages = sorted({(each.subject, language) for each in bound for language in each.languages})
        with ThreadPoolExecutor(8) as pool:
            out = dict(zip(pages, pool.map(lambda page: self._page_out(survey, page), pages), strict=True))
        return {
            each.key: f"its page is not out yet: {self.origin.address(each.subject, language)}"
            for each in bound
            for language in each.languages
            if not out[each.subject, language]
        }

    def _page_out(self, survey: Survey, page: tuple[str, str]) -> bool:
        """Whether the public page of a subject in a language shows its present content."""
        standing = survey.standings[page]
        if standing.content is None:
            return False
        return self.origin.out(Approved(page[1], standing.content, standing.digest, survey.now))


def _attached(message: Message, events: Sequence[Event]) -> Message:
    """A mail with the entry of its session, if it is about one; one entry, whatever the number of its languages."""
    if not events:
        return message
    return replace(message, parts={**message.parts, CALENDAR: attachment(joined(events))})


def _theme_of(survey: Survey, session: Session[str], language: str) -> dict[str, str]:
    """The theme of every pilot that a session is about."""
    rows = (survey.standings.get((pilot.id, language)) for pilot in session.pilots)
    pilots = (row.content for row in rows if row)
    return {pilot.id: pilot.theme for pilot in pilots if isinstance(pilot, Pilot)}

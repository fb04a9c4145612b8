"""What may go out now, rendered and gated, and why the rest may not: the last look before anything is claimed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from kutsu.core.errors import Faulty
from kutsu.core.model import Approved
from kutsu.core.ports import Channel, Mirror
from kutsu.core.publication import Delivery, Message
from kutsu.core.render import Renderer
from kutsu.core.schedule import Rules, due, together
from kutsu.ledger.claims import Work
from kutsu.ledger.pauses import Pauses
from kutsu.ledger.views import Views
from kutsu.survey import Survey


@dataclass(frozen=True)
class Ready:
    """What may be claimed now, and the reason, by key, of everything due that may not."""

    works: Sequence[Work]
    held: Mapping[str, str]


@dataclass(frozen=True)
class Gate:
    """Lets through what is due, rendered, fitting, on channels that answer, and whose page is out where it must be."""

    rules: Rules
    renderer: Renderer
    channels: Mapping[str, Channel]
    origin: Mirror
    views: Views
    pauses: Pauses

    def ready(self, survey: Survey, moment: dt.datetime) -> Ready:
        """Everything that may go out at `moment`, which may lie a little ahead; a release is whole or held."""
        states = self.views.states(moment)
        waiting = due(survey.deliveries, states, moment, self.rules.required)
        stopped = self.pauses.stops([each.key for each in waiting], moment)
        messages, held = self.compose(survey, waiting)
        held = self.over(waiting, moment) | self._unanswered(waiting) | self._not_out(survey, waiting) | held | stopped
        held = together(waiting, held, self.rules.required)
        works = []
        for delivery in (each for each in waiting if each.key not in held):
            shares = self.channels[delivery.channel].shares(messages[delivery.key])
            if shares:
                works.append(Work(delivery, messages[delivery.key], shares))
            else:
                held[delivery.key] = "nobody on this list reads this language"
        return Ready(works, held)

    def compose(self, survey: Survey, deliveries: Iterable[Delivery]) -> tuple[dict[str, Message], dict[str, str]]:
        """The messages by key, and why one cannot be written, by key too."""
        messages, held = {}, {}
        for delivery in deliveries:
            try:
                messages[delivery.key] = self.message(survey, delivery)
            except Faulty as fault:
                held[delivery.key] = str(fault)
        return messages, held

    def message(self, survey: Survey, delivery: Delivery) -> Message:
        """One delivery's message out of its live content; raises `Faulty` when it cannot be written or does not fit."""
        content = survey.standings[delivery.subject, delivery.language].content
        if content is None:
            raise Faulty([delivery.held_because or "its row is not complete"])
        channel, table = self.channels[delivery.channel], self.rules.channels[delivery.channel]
        link = self.origin.address(delivery.subject, delivery.language)
        where = (delivery.language, table.audience, channel.network)
        return self.renderer.message(delivery.kind, content, *where, channel.parts, link, channel.fits)

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
        """Why channels cannot publish now, by the keys that they would carry."""
        names = sorted({delivery.channel for delivery in waiting})
        with ThreadPoolExecutor(max(1, len(names))) as pool:
            problems = dict(zip(names, pool.map(lambda name: self.channels[name].check(), names), strict=True))
        return {each.key: "; ".join(problems[each.channel]) for each in waiting if problems[each.channel]}

    def _not_out(self, survey: Survey, waiting: Sequence[Delivery]) -> dict[str, str]:
        """The keys whose page on the site must be out first and is not."""
        bound = [each for each in waiting if self.rules.kinds[each.kind].origin == "required"]
        pages = sorted({(each.subject, each.language) for each in bound})
        with ThreadPoolExecutor(8) as pool:
            out = dict(zip(pages, pool.map(lambda page: self._page_out(survey, page), pages), strict=True))
        return {
            each.key: f"its page is not out yet: {self.origin.address(each.subject, each.language)}"
            for each in bound
            if not out[each.subject, each.language]
        }

    def _page_out(self, survey: Survey, page: tuple[str, str]) -> bool:
        """Whether the public page of a subject in a language shows its present content."""
        standing = survey.standings[page]
        if standing.content is None:
            return False
        return self.origin.out(Approved(page[1], standing.content, standing.digest, survey.now))

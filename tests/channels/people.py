"""Who receives mail in tests of channels."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from kutsu.audiences.file import Person
from kutsu.channels.common.mailing import Mailing
from kutsu.core.ports import WayOut


@dataclass(frozen=True)
class People:
    """An audience of the Finnish-speaking with these addresses."""

    addresses: Sequence[str] = field(default=("yksi@example.org", "kaksi@example.org"), repr=False)

    def recipients(self, language: str, topics: Collection[str] = ()) -> list[Person]:  # noqa: ARG002 - they chose none
        """One person per address; the token is its place."""
        return [Person(address, f"{number:032x}") for number, address in enumerate(self.addresses) if language == "fi"]

    def people(self, tokens: Collection[str]) -> dict[str, Person]:
        """Those of these who are on the list."""
        known = {person.token: person for language in ("fi", "sv") for person in self.recipients(language)}
        return {token: known[token] for token in tokens if token in known}


def listed(people: People, way_out: WayOut | None = None) -> Mailing:
    """A list of these people, of whom nobody left."""
    return Mailing(people, lambda _tokens, _scope: {}, "residents", way_out)

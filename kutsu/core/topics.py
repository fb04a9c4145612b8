"""What a thing is about, in the words by which readers of mail choose: the themes of its pilots."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from kutsu.core.approval import Key, Standing
from kutsu.core.model import Pilot, Session, Subject


def topics(content: Subject[str], language: str, standings: Mapping[Key, Standing]) -> tuple[str, ...]:
    """The theme of a pilot, or those of the pilots of a session; none for what concerns everybody, such as a round.

    Where the plan no longer has one of the pilots, everybody is told: nobody misses what they asked for.
    """
    if isinstance(content, Pilot):
        return (content.theme,)
    pilots = [standings.get((each.id, language)) for each in content.pilots] if isinstance(content, Session) else []
    subjects: list[Any] = [each.entry.subject if each else None for each in pilots]
    themes = [each.theme for each in subjects if isinstance(each, Pilot)]
    return tuple(dict.fromkeys(themes)) if len(themes) == len(subjects) else ()


def widened(about: tuple[str, ...], before: Collection[tuple[str, ...]]) -> tuple[str, ...]:
    """The topics of a mail about something of which there were mails `before`: whoever was told of it is told how it goes on.

    Else a session that changes its pilots would be called off for none of those who were invited to it.
    """
    if not (about and all(before)):
        return ()
    return tuple(dict.fromkeys([*about, *(each for those in before for each in those)]))

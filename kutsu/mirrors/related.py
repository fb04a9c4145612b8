"""Which subjects stand on each other's pages: a session with its pilots and its round, a pilot with its round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kutsu.core.model import Pilot, Session, Subject


def related(contents: Iterable[Subject[str]]) -> Mapping[str, Sequence[str]]:
    """For each subject the others that it names or that name it, as far as they are among these."""
    every = list(contents)
    found: dict[str, dict[str, None]] = {content.id: {} for content in every}
    for content in every:
        for name in _named(content):
            if name in found:
                found[content.id][name] = None
                found[name][content.id] = None
    return {subject: tuple(others) for subject, others in found.items()}


def _named(content: Subject[str]) -> list[str]:
    """The subjects that one names."""
    names = [content.round.id] if isinstance(content, Pilot | Session) and content.round else []
    return names + [pilot.id for pilot in content.pilots] if isinstance(content, Session) else names

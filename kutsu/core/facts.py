"""The facts of a subject as labelled lines: "Paikka: Ison Omenan kirjasto". Labels spare us every inflection.

Each fact is known by the name of its label `fact.<name>`; words and pages choose by these names what they tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kutsu.core.bidi import runs
from kutsu.core.model import Attendance, Contact, Digest, Pilot, Session, Subject, Venue
from kutsu.core.voice import Voice

Web = ("https://", "http://")
DIGESTED = ("digest_sessions", "digest_testers", "digest_started", "digest_finished")
"""The facts of a digest: each line is a thing of its own, with a link to its page."""


@dataclass(frozen=True)
class Line:
    """One line of a fact; `href` is where it leads (web, mailto or tel), `iso` the instant or day that it names.

    `lang` is the language of a line that is not in the language of its letter, as far as it is known.
    """

    text: str
    href: str = ""
    iso: str = ""
    lang: str = ""

    @property
    def plain(self) -> str:
        """The line in plain text, with the page to which its words lead."""
        text = "; ".join(filter(None, self.text.splitlines()))
        return f"{text}\n  {self.href}" if self.worded else text

    @property
    def worded(self) -> bool:
        """Whether its words lead to a page of another name, which plain text has to name beside them."""
        return self.href.startswith(Web) and self.href != self.text


@dataclass(frozen=True)
class Fact:
    """A label and its lines; `comma` is what stands between lines that share one."""

    name: str
    label: str
    lines: tuple[Line, ...]
    comma: str = ", "

    @property
    def text(self) -> str:
        """All lines on one, for plain text: a newline in a cell must not pass for another fact."""
        if self.name in DIGESTED:
            return "".join(f"\n– {line.plain}" for line in self.lines)
        return self.comma.join(line.plain for line in self.lines)

    @property
    def rows(self) -> list[str]:
        """Each line by itself, for plain text that is read from the right: what is Latin must not share one with it.

        None is empty, and only what follows an empty line is another fact.
        """
        mark = "– " if self.name in DIGESTED else ""
        told = [f"{mark}{line.text}\n{line.href if line.worded else ''}" for line in self.lines]
        return [row for text in told for row in text.splitlines() if row.strip()]

    @property
    def brief(self) -> bool:
        """Whether it is one row that may share a line with what is read from the right: words of that way, or a bare number."""
        return len(self.rows) == 1 and not any(apart for _, apart in runs(self.rows[0]))


def facts(content: Subject[str], voice: Voice, names: Iterable[str]) -> list[Fact]:
    """The named facts of a subject, in that order, without those that it does not have; raises `Faulty` on an unknown name."""
    found = ((name, voice.label(f"fact.{name}"), _lines(name, content, voice)) for name in names)
    return [Fact(name, label, lines, _comma(voice)) for name, label, lines in found if lines]


def _comma(voice: Voice) -> str:
    """The comma of a language; that of Arabic belongs to its script."""
    return "، " if voice.language.direction == "rtl" else ", "


def contact_lines(contact: Contact[str]) -> tuple[Line, ...]:
    """An official's role, name, e-mail and phone, each on a line that leads there."""
    lines = [Line(contact.title)]
    if contact.name:
        lines.append(Line(contact.name))
    lines.append(Line(contact.email, f"mailto:{contact.email}"))
    if contact.phone:
        lines.append(Line(contact.phone, f"tel:{contact.phone.replace(' ', '')}"))
    return tuple(lines)


def web(text: str) -> Line:
    """An address as a line; only http and https lead anywhere, whatever the sheet says."""
    return Line(text, text if text.startswith(Web) else "")


def _lines(name: str, content: Subject[str], voice: Voice) -> tuple[Line, ...]:
    """The lines of one fact, none when the subject lacks it; a field without a rule of its own is printed as it is."""
    if name in _RULES:
        return _RULES[name](content, voice)
    value = getattr(content, name, None)
    if value is None or value is False:
        return ()
    return (Line(voice.label("yes") if value is True else str(value)),)


def _when(content: Subject[str], voice: Voice) -> tuple[Line, ...]:
    if isinstance(content, Session):
        iso = voice.instant(content.day, content.start).isoformat()
        if (
            voice.language.direction == "rtl"
        ):  # times share no line with Arabic letters, which would turn their span round
            return Line(voice.day(content.day), iso=iso), Line(voice.times(content.start, content.end))
        return (Line(voice.when(content), iso=iso),)
    text = voice.period(content.start, content.end) if isinstance(content, Pilot) else ""
    return (Line(text),) if text else ()


def _place(content: Subject[str], voice: Voice) -> tuple[Line, ...]:
    if not isinstance(content, Session):
        return ()
    online = content.attendance is not Attendance.ON_SITE
    if content.venue:
        return _venue(content.venue, voice, voice.label("also_online") if online else "{}")
    return (Line(voice.label("online")),) if online else ()


def _venue(venue: Venue[str], voice: Voice, ending: str) -> tuple[Line, ...]:
    """Name, street and district; the pattern `ending` adds to the last that one can take part online too."""
    texts = venue.name, venue.street, *ending.format(f"{venue.postcode}\u00a0{venue.district}").splitlines()
    return tuple(Line(text, lang=voice.foreign(text)) for text in texts)


def _access(content: Subject[str], _: Voice) -> tuple[Line, ...]:
    """What the venue table says about getting in, then what staff say of this session."""
    if not isinstance(content, Session):
        return ()
    texts = (content.venue.accessibility if content.venue else None, content.access)
    return tuple(Line(text) for text in texts if text)


def _pilots(content: Subject[str], _: Voice) -> tuple[Line, ...]:
    return tuple(Line(pilot.title) for pilot in content.pilots) if isinstance(content, Session) else ()


def _contact(content: Subject[str], _: Voice) -> tuple[Line, ...]:
    return contact_lines(content.contact) if content.contact else ()


def _address(field: str) -> Rule:
    def lines(content: Subject[str], _: Voice) -> tuple[Line, ...]:
        address = getattr(content, field, None)
        return (web(address),) if address else ()

    return lines


def _choice(field: str) -> Rule:
    """A closed choice, told by its own label."""

    def lines(content: Subject[str], voice: Voice) -> tuple[Line, ...]:
        choice = getattr(content, field, None)
        return (Line(voice.label(f"{field}.{choice}")),) if choice else ()

    return lines


def _spoken(field: str) -> Rule:
    def lines(content: Subject[str], voice: Voice) -> tuple[Line, ...]:
        keys = getattr(content, field, ())
        return (Line(voice.spoken(keys)),) if keys else ()

    return lines


def _deadline(content: Subject[str], voice: Voice) -> tuple[Line, ...]:
    day = getattr(content, "deadline", None)
    return (Line(voice.day(day), iso=day.isoformat()),) if day else ()


def _doors(content: Subject[str], voice: Voice) -> tuple[Line, ...]:
    return (Line(voice.times(content.doors)),) if isinstance(content, Session) and content.doors else ()


def _theme(content: Subject[str], voice: Voice) -> tuple[Line, ...]:
    return (Line(voice.theme(content.theme)),) if isinstance(content, Pilot) else ()


def _digest_sessions(content: Subject[str], voice: Voice) -> tuple[Line, ...]:
    """What, when and where."""
    sessions = content.sessions if isinstance(content, Digest) else ()
    return tuple(Line(_digested_session(each, voice), voice.page(each.id)) for each in sessions)


def _digested_session(session: Session[str], voice: Voice) -> str:
    """A session in a digest, on one line; read from the right, on lines of their own."""
    place = [line.text for line in _place(session, voice)[:1]]
    if voice.language.direction == "rtl":
        return "\n".join([session.title, *(line.text for line in _when(session, voice)), *place])
    return f"{session.title}: {', '.join([voice.when(session), *place])}"


def _digest_testers(content: Subject[str], voice: Voice) -> tuple[Line, ...]:
    """What, and until when one may ask to join."""
    return tuple(
        Line(
            f"{each.title} ({voice.label('fact.deadline')}: {voice.date(each.deadline)})"
            if each.deadline
            else each.title,
            voice.page(each.id),
        )
        for each in (content.testers if isinstance(content, Digest) else ())
    )


def _digested(field: str) -> Rule:
    """The pilots of one field by their titles."""

    def lines(content: Subject[str], voice: Voice) -> tuple[Line, ...]:
        pilots: tuple[Pilot[str], ...] = getattr(content, field, ())
        return tuple(Line(each.title, voice.page(each.id)) for each in pilots)

    return lines


Rule = Callable[[Subject[str], Voice], tuple[Line, ...]]

_RULES: Mapping[str, Rule] = {
    "when": _when,
    "place": _place,
    "access": _access,
    "pilots": _pilots,
    "contact": _contact,
    "deadline": _deadline,
    "doors": _doors,
    "theme": _theme,
    "digest_sessions": _digest_sessions,
    "digest_testers": _digest_testers,
    "digest_started": _digested("started"),
    "digest_finished": _digested("finished"),
    **{name: _choice(name) for name in ("stage", "goal", "status", "registration")},
    **{name: _address(name) for name in ("join", "privacy", "results", "online", "register")},
    **{name: _spoken(name) for name in ("languages", "support_languages")},
}

"""From a delivery to its message: words, then shape, then fit. Pure: the same input gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from kutsu.core.config import City, Language
from kutsu.core.environment import block, environment, fill
from kutsu.core.errors import Faulty
from kutsu.core.facts import Fact, facts
from kutsu.core.inlined import inlined
from kutsu.core.model import Subject, subject_type
from kutsu.core.publication import JOINT, Message
from kutsu.core.voice import Voice, voices
from kutsu.core.words import TEXTS, read_words, words_path

BREVITIES = range(4)
"""How much a shape leaves out: 0 nothing, then tags, then lead, then the facts that can be spared."""

HASHTAGS = 3
"""More tags than this hinder screen readers and reach nobody."""

ASKED = ("when", "place", "places", "contact")
"""The facts that the short form tells, beside those that every short text tells."""

FIRST = {"when", "place", "room", "online", "places", "register", "deadline", "join"}
"""The facts that stand near the top of a letter, beside those of its short form."""

_BLANKS = re.compile(r"[ \t\n]+")
_GAPS = re.compile(r"[ \t]*\n(?:[ \t]*\n)+")


@dataclass(frozen=True)
class Saying:
    """Content in one language, with the address of its page in it."""

    content: Subject[str]
    language: str
    link: str


class Renderer:
    """All templates of a city, ready to render messages and pages.

    `sources` maps the path of each file below `templates/` to its text. Raises `Faulty` with every broken file. `voices` are
    those of the languages that are published, `every` those of drafts too, which previews and the site of a demo show.
    """

    def __init__(self, sources: Mapping[str, str], city: City, languages: Mapping[str, Language]) -> None:
        self.city = city
        self.sources = sources
        self.every, label_faults = voices(sources, city, languages)
        self.voices = {key: voice for key, voice in self.every.items() if not voice.language.draft}
        self._words, word_faults = read_words(sources)
        if label_faults or word_faults:
            raise Faulty(label_faults + word_faults)
        texts = {name: text for path, words in self._words.items() for name, text in words.templates(path)}
        self._environment = environment({**sources, **texts})

    def message(
        self,
        kind: str,
        content: Subject[str],
        language: str,
        audience: str,
        network: str,
        parts: Sequence[str],
        link: str,
        fits: Callable[[Message], bool],
        *,
        short: bool = False,
    ) -> Message:
        """The longest message of `kind` about `content` that `fits`; raises `Faulty` when even the barest does not.

        `link` is the address of the page on the city's site; `parts` are the names of files in `shapes/<network>/`. The
        `short` form has the headline, labelled facts and the link alone.
        """
        return self.together(kind, [Saying(content, language, link)], audience, network, parts, fits, short=short)

    def together(
        self,
        kind: str,
        sayings: Sequence[Saying],
        audience: str,
        network: str,
        parts: Sequence[str],
        fits: Callable[[Message], bool],
        *,
        short: bool = False,
    ) -> Message:
        """One message that says the same in several languages, one after the other; all are as brief as the longest needs."""
        said = [self._said(kind, each.content, each.language, audience) for each in sayings]
        contexts = [context | {"kind": kind, "link": each.link} for context, each in zip(said, sayings, strict=True)]
        forms = zip(*map(bare, contexts), strict=True) if short else [contexts]
        languages = JOINT.join(each.language for each in sayings)
        for form, brevity in product(forms, BREVITIES):
            told = [{**context, **laid_out(context), "brevity": brevity} for context in form]
            filled = {part: self._joined(network, part, told) for part in parts}
            message = Message(languages, filled, sayings[0].link, short=short)
            if fits(message):
                return message
        headline = sum(len(str(context["headline"])) for context in contexts)
        raise Faulty(
            [
                f"{sayings[0].content.id}: {kind} in {languages} is too long for {network}, even in its shortest form"
                f" (the headline alone has {headline} characters). Shorten the title in {languages}."
            ]
        )

    def page(self, shape: str, language: str, context: Mapping[str, object]) -> str:
        """A page or feed of the site by its shape, such as `shapes/site/pilot.html`."""
        voice = self.voice(language)

        def told(content: Subject[str], *names: str) -> list[Fact]:
            return facts(content, voice, names)

        return fill(self._environment, shape, {"voice": voice, "facts": told, **context}).strip() + "\n"

    def voice(self, language: str) -> Voice:
        """How `language` speaks; raises `Faulty` for one that config does not have."""
        if language not in self.every:
            raise Faulty([f"config/languages.toml: there is no language {language}."])
        return self.every[language]

    def worded(self, language: str, kind: str) -> bool:
        """Whether a kind can be said in a language; in a draft it need not be."""
        return f"words/{language}/{kind}.toml" in self._words

    def _said(self, kind: str, content: Subject[str], language: str, audience: str) -> dict[str, object]:
        """The words as plain strings and the facts, before any shape is put on them."""
        voice = self.voice(language)
        path = words_path(self._words, language, kind, audience)
        words = self._words[path]
        context = {subject_type(content): content, "voice": voice, "city": self.city.name[language]}
        # Words that fit every type call it `subject`; in a shape this is the subject line of a mail.
        about = {**context, "subject": content}
        texts = {name.partition("#")[2]: self._line(name, about) for name, _ in words.templates(path)}
        return {
            **context,
            **{key: texts[key] for key in TEXTS},
            "body": [text for key, text in texts.items() if key not in TEXTS and text],
            "facts": facts(content, voice, words.facts),
            "short": facts(content, voice, words.short),
            "notice": voice.label("machine") if content.translation else "",
            "tags": self.city.hashtags.get(language, ())[:HASHTAGS],
        }

    def _line(self, name: str, context: Mapping[str, object]) -> str:
        """One text on one line: a newline from the sheet must not end a mail's subject. No-break spaces stay."""
        return _BLANKS.sub(" ", fill(self._environment, name, context)).strip()

    def _part(self, shape: str, context: Mapping[str, object]) -> str:
        """One part; in plain text, what was left out leaves no gap, and HTML, which only mail has, is styled for mailboxes."""
        text = fill(self._environment, shape, context).strip()
        return _GAPS.sub("\n\n", text) if shape.endswith(".txt") else inlined(text)

    def _joined(self, network: str, part: str, contexts: Sequence[Mapping[str, Any]]) -> str:
        """One part in one language as its network's shape has it, or in several as the shape `together` joins these.

        Of HTML, which is a whole page, the block `letter` is what each language has for itself.
        """
        shape = self._shape(network, part)
        if len(contexts) == 1:
            return self._part(shape, contexts[0])
        letters = shape.endswith(".html")
        pieces = [
            block(self._environment, shape, "letter", context) if letters else self._part(shape, context)
            for context in contexts
        ]
        spoken_in = [context["voice"].language for context in contexts]
        return self._part(self._shape("together", part), {**contexts[0], "pieces": pieces, "spoken_in": spoken_in})

    def _shape(self, network: str, part: str) -> str:
        """The one file that shapes a part, whatever its suffix."""
        stem = f"shapes/{network}/{part}."
        return _only((path for path in self.sources if path.startswith(stem)), f"templates/{stem}*")


def bare(context: Mapping[str, Any]) -> list[Mapping[str, object]]:
    """What the short form says: what, when, where and whom to ask, as labelled facts; fewer if that is too long."""
    short: list[Fact] = context["short"]
    spared = [fact for fact in context["facts"] if fact.name in ASKED and fact not in short]
    left_out: Mapping[str, object] = {"lead": "", "body": [], "tags": ()}
    return [{**context, **left_out, "facts": told, "short": told} for told in ([*short, *spared], short)]


def laid_out(context: Mapping[str, Any]) -> Mapping[str, list[Fact]]:
    """The facts as a letter has them: `key` near its top, what most readers look for, and the `rest` further down."""
    names = {fact.name for fact in context["short"]} | FIRST
    key = [fact for fact in context["facts"] if fact.name in names and fact.name != "contact"]
    return {"key": key, "rest": [fact for fact in context["facts"] if fact not in key]}


def _only(paths: Iterable[str], wanted: str) -> str:
    found = sorted(paths)
    if len(found) != 1:
        raise Faulty([f"{wanted}: there must be exactly one such file, not {len(found)}."])
    return found[0]

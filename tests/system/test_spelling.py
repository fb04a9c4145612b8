"""The real dictionaries, Voikko and hunspell, through Enchant: what they catch, and that the demo's texts are clean."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kutsu.core.advice import Lexicon, advise
from kutsu.core.advice.lexicon import names_of, words
from kutsu.core.advice.spelling import check_spelling
from kutsu.core.plan import read_plan
from kutsu.core.voice import voices
from kutsu.core.words import read_words
from kutsu.settings import read_settings
from kutsu.sheets.build import build_plan
from kutsu.spelling import dictionaries, lacking
from tests import samples
from tests.books import LANGUAGES, NOW

pytestmark = pytest.mark.system


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "fi",
            "Espoosa ilmoitaudu tervetuola",
            '"Espoosa" (Espoossa?), "ilmoitaudu" (ilmoittaudu?), "tervetuola" (tervetuloa?)',
        ),
        ("fi", "Digikokeilu, infotilaisuus, selkosuomi Leppävaarassa: kokeilu-ilmoittautuminen", None),
        ("sv", "Infomötte på Hagalund", '"Infomötte" (Infomöte?)'),
        ("sv", "Välkommen till infomötet i Esbo", None),
        ("en", "Please recieve it in Tapiola", '"recieve" (receive?)'),
        ("sv", "Tervetuloa infoon", "Ruotsin sarakkeessa näyttää olevan suomea"),
        ("en", "Välkommen till biblioteket", "Englannin sarakkeessa näyttää olevan ruotsia"),
    ],
)
def test_what_they_say(language: str, text: str, told: str | None) -> None:
    """Typing errors are caught with what was meant; compounds, inflected places and other languages' names are not."""
    found = [each.message["fi"] for each in check_spelling(text, language, Lexicon(dictionaries(LANGUAGES)))]
    assert (told is None and found == []) or (told is not None and len(found) == 1 and told in found[0])


def test_all_are_there() -> None:
    """The machine that runs this has a dictionary of each language."""
    assert lacking(LANGUAGES, dictionaries(LANGUAGES)) == []


def test_the_demo_is_clean(tmp_path: Path) -> None:
    """The texts of the demo draw no advice, in any language."""
    settings = read_settings(Path("config/demo"), tmp_path, {})
    book = build_plan(Path("config/demo/plan"), NOW.date() + dt.timedelta(days=3), settings.languages)
    entries = read_plan([book], settings.languages, settings.city, NOW).entries
    listed = {key: frozenset(each.words) for key, each in settings.words.items()}
    lexicon = Lexicon(dictionaries(settings.languages), names_of(entries, settings.city), listed)
    assert [each.message["fi"] for each in advise(entries, [book], settings.languages, lexicon)] == []


@pytest.mark.parametrize("language", samples.languages())
def test_the_words_are_clean(tmp_path: Path, language: str) -> None:
    """The dictionaries, or the city's own list, know every word that the templates say."""
    settings = read_settings(Path("config/demo"), tmp_path, {})
    listed = {language: frozenset(settings.words[language].words)}
    lexicon = Lexicon(dictionaries(settings.languages), names_of((), settings.city), listed)
    assert [word for text in _said(language) for word in words(text) if not lexicon.knows(word, language)] == []


def _said(language: str) -> Iterator[str]:
    """Every text and label of a language, without the values that are put into it and the names of file types."""
    sources = samples.sources()
    files = (each for path, each in read_words(sources)[0].items() if path.startswith(f"words/{language}/"))
    texts = [text for each in files for _, text in each.templates("")]
    texts += voices(sources, samples.CITY, samples.languages())[0][language].labels.values()
    for text in texts:
        yield re.sub(r"\{[{%].*?[%}]\}", lambda found: " ".join(re.findall("'([^']*)'", found[0])), text).replace(
            ".ics", ""
        )

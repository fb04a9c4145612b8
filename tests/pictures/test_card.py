"""The share card: legible in every script, within its frame, the same for the same words."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
import uharfbuzz as hb
from PIL import Image

from kutsu.core.cards import WIDTH, Card, card
from kutsu.core.content import localize
from kutsu.core.errors import Faulty
from kutsu.core.model import Pilot, Subject
from kutsu.core.plan import read_plan
from kutsu.core.render import Renderer
from kutsu.pictures import fonts
from kutsu.pictures.card import SQUARE, START, Cards, png, rows
from kutsu.settings import read_settings
from kutsu.sheets.build import build_plan
from tests import samples
from tests.pictures.easel import CARDS, SCRIPTS, inked, only, painted

LONG = "Tulkkaussovellus tutuksi: tule kokeilemaan, miten puhelin tulkkaa palvelutiskillä omalla kielelläsi, " * 3
ENDLESS = "Varhaiskasvatuspalveluohjausjärjestelmäkokeilu" * 20


def _text(made: Card, size: float | None = None) -> str:
    """All lines of a card as they stand on it, or those of one size."""
    found = [row for row in rows(made) if size is None or row.style.size == size]
    return " ".join("".join(run.text for run in row.runs) for row in found)


def _title(made: Card) -> str:
    """The title as it stands on a card, line by line."""
    return " ".join("".join(run.text for run in row.runs) for row in rows(made) if row.style.weight == 700)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Renderer, list[tuple[str, Subject[str]]]]:
    """All complete rows of the demo's plan in every configured language."""
    settings = read_settings(samples.ROOT / "config", tmp_path_factory.mktemp("state"), {})
    book = build_plan(samples.ROOT / "config/demo/plan", dt.date(2026, 11, 23), settings.languages)
    now = dt.datetime(2026, 11, 23, 10, tzinfo=settings.city.zoneinfo)
    plan = read_plan([book], settings.languages, settings.city, now)
    whole = [(e.subject, key) for e in plan.entries for key in settings.languages if not e.missing.get(key)]
    renderer = Renderer(samples.sources(), settings.city, settings.languages)
    return renderer, [(key, localize(subject, key)) for subject, key in whole]


def test_every_row_of_the_demo_has_all_its_letters(
    demo: tuple[Renderer, list[tuple[str, Subject[str]]]],
) -> None:
    """In each configured language no glyph of a card is the box of a missing one, no title is cut, and all stays in the square."""
    renderer, contents = demo
    assert {key for key, _ in contents} == renderer.voices.keys()
    assert len(contents) > 60
    for key, content in contents:
        made = card(content, renderer.voice(key))
        for row in rows(made):
            assert 0 not in fonts.glyphs(row.runs, row.style.weight), (content.id, key, row.runs)
            assert row.style.width == SQUARE, (content.id, key, row.runs)
        assert _title(made) == made.title


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_is_drawn_as_it_was_measured(script: str) -> None:
    """Each script has its glyphs, and the widest line on the picture is as wide as the shaper said, to four pixels."""
    made = SCRIPTS[script]
    lines = list(rows(made))
    assert all(0 not in fonts.glyphs(row.runs, row.style.weight) for row in lines)
    columns = inked(painted(made))
    widest = max(row.style.wide("".join(run.text for run in row.runs)) for row in lines)
    assert abs((columns[-1] - columns[0]) - widest) <= 8
    assert columns[0] >= 285
    assert columns[-1] <= 915


def test_every_font_is_the_one_that_the_shape_names() -> None:
    """What is measured is what is drawn: each face of a file bears the name by which the shape asks for it."""
    for family in fonts.FAMILIES:
        face = hb.Face(hb.Blob.from_file_path(family.path), family.face)
        assert face.get_name(1) == family.name


def test_chinese_has_chinese_forms() -> None:
    """The same characters have other forms in Japan, and those are not drawn."""
    svg = CARDS.svg(only("直骨译", "zh-Hans"), "fi")
    assert png(svg) != png(svg.replace("Noto Sans CJK SC", "Noto Sans CJK JP"))


def test_it_is_a_small_png_of_1200_by_630() -> None:
    """What networks ask for: 1200 x 630 pixels in much less than 300 kB, with the words of the card as its alt text."""
    content = localize(samples.SESSION, "sv")
    picture = CARDS.draw(content, "sv")
    image = Image.open(io.BytesIO(picture.content))
    assert (image.format, image.size, picture.media_type) == ("PNG", (1200, 630), "image/png")
    assert len(picture.content) < 100_000
    assert picture.alt.startswith("Bekanta dig med tolkningsappen. Informationsmöte. onsdag 6.11.2019 kl.\u00a017–19. ")


def test_the_same_words_give_the_same_bytes() -> None:
    """Two artists draw one content alike, and one artist draws it once; another language is another picture."""
    content = localize(samples.PILOT, "fi")
    assert isinstance(content, Pilot)
    first, again = CARDS.draw(content, "fi"), CARDS.draw(replace(content, what="Muuta"), "fi")
    other = Cards(Renderer(samples.sources(), samples.CITY, samples.languages())).draw(content, "fi")
    assert first == again == other
    assert first.content is again.content
    assert first.digest != CARDS.draw(localize(samples.PILOT, "sv"), "sv").digest


def test_the_city_has_its_own_colours() -> None:
    """The ground, the words and the sign have the colours of config."""
    colours = replace(samples.CITY.colours, background="#ffffff", text="#101820", accent="#b5121b")
    city = replace(samples.CITY, colours=colours)
    picture = Cards(Renderer(samples.sources(), city, samples.languages())).draw(localize(samples.PILOT, "en"), "en")
    image = Image.open(io.BytesIO(picture.content)).convert("RGB")
    most = sorted(image.getcolors(WIDTH * 630) or [], key=lambda pair: pair[0])[-3:]
    assert {colour for _, colour in most} == {(0x10, 0x18, 0x20), (0xB5, 0x12, 0x1B), (255, 255, 255)}


@pytest.mark.parametrize("title", [LONG, ENDLESS, "W" * 900, "了解服务台的口译应用程序" * 30, "i" * 900])
@pytest.mark.parametrize("like", ["fi", "ar"])
def test_a_long_title_never_leaves_the_frame(title: str, like: str) -> None:
    """Whatever its length, a title has at most four lines, ends with an ellipsis, and leaves margins and facts alone."""
    made = replace(SCRIPTS[like], title=title)
    lines = [row for row in rows(made) if row.style.weight == 700]
    assert len(lines) <= 4
    assert lines[-1].runs[-1].text.endswith("…")
    sign, margin = ((0, 235), (1122, 1200)) if like == "fi" else ((965, 1200), (0, 78))
    image = painted(made)
    assert inked(image, *margin) == []
    assert inked(image, *sorted((sign[1], START)) if like == "fi" else (905, 964)) == []
    assert [row.y for row in rows(made)] == sorted(row.y for row in rows(made))
    assert _apart(made)


def test_a_title_gives_way_to_the_facts() -> None:
    """Where long facts leave room for one line only, the title has one line, and nothing touches."""
    place = "مكتبة إيسو أومينا الكبرى في مركز ماتينكولا التجاري، الطابق الثاني، القاعة الكبيرة بجانب المدخل"
    made = replace(SCRIPTS["ar"], title=f"{place} " * 9, theme=place, lines=(place, place, place))
    assert len([row for row in rows(made) if row.style.weight == 700]) < 4
    assert _apart(made)
    assert all(60 < row.y < 572 for row in rows(made))


def _apart(made: Card) -> bool:
    """Whether no line of a card touches the one above it."""
    return all(
        below.y - above.y >= 0.72 * below.style.size + 0.2 * above.style.size for above, below in pairwise(rows(made))
    )


def test_a_long_title_is_cut_at_a_word() -> None:
    """What stands on the card is the beginning of the title, and its last word is whole."""
    cut = _title(replace(SCRIPTS["fi"], title=LONG))
    assert LONG.startswith(cut.removesuffix("…"))
    assert LONG[len(cut) - 1] in " ,"


def test_a_short_title_is_the_largest() -> None:
    """Big letters for few words: the size only falls as titles grow."""
    sizes = [next(rows(only(title))).style.size for title in ("Info", LONG[:32], LONG[:60], LONG[:90], LONG)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 100
    assert sizes[-1] == 48


def test_a_span_of_times_stays_on_one_line() -> None:
    """A line may break before a span, never at its dash."""
    made = replace(SCRIPTS["ru"], lines=("среда, 6 ноября 2019 г., 17:00–19:00",))
    assert _text(made, 36) == "среда, 6 ноября 2019 г., 17:00–19:00"
    assert ["".join(run.text for run in row.runs) for row in rows(made)][-1] == "17:00–19:00"


def test_text_from_the_sheet_is_drawn_as_it_is_written() -> None:
    """Markup, entities and template signs are letters on the card, and make no element of the shape."""
    title = '<b>T & "J"</b> {{7*7}} &amp; {% raw %} </text><script/>'
    made = replace(SCRIPTS["fi"], title=title, city="<svg> & co")
    drawn = ET.fromstring(CARDS.svg(made, "fi"))
    assert {element.tag.partition("}")[2] for element in drawn.iter()} == {
        *("svg", "rect", "g", "circle", "text", "tspan")
    }
    assert "".join(title.split()) in "".join("".join(drawn.itertext()).split())
    assert "<svg> & co" in "".join(drawn.itertext())


def test_a_script_without_a_font_is_a_fault() -> None:
    """No boxes: who writes Thai is told the row, the script and what to do."""
    content = replace(localize(samples.PILOT, "fi"), title="Kokeilu ไทย")
    with pytest.raises(Faulty, match=r"PILOT-01: its share card in fi: no font draws 'ไ' \(THAI .*Thai; give it a pic"):
        CARDS.draw(content, "fi")


def test_emoji_stay_out_of_the_picture() -> None:
    """What no font has and is no word leaves no box and no gap; a digit and a trade mark stay."""
    assert _title(only("Tervetuloa 🎉👩‍💻🇫🇮 mukaan 5™!")) == "Tervetuloa mukaan 5™!"


def test_a_pilots_title_of_emoji_alone_leaves_the_rest() -> None:
    """A card without any drawable title still says when and whose it is."""
    assert _title(replace(SCRIPTS["fi"], title="🎉")) == ""
    assert "Espoon kaupunki" in _text(replace(SCRIPTS["fi"], title="🎉"))


def test_the_picture_is_not_blank() -> None:
    """The measure of ink sees what is drawn: the sign at the edge, and the words where the column begins."""
    image = painted(only("Info"))
    assert len(inked(image, 0, 220)) > 150
    assert inked(image)[0] in range(START, START + 20)

"""The pages as readers get them: their language, every other one, and nothing that runs, is fetched or is kept."""

from __future__ import annotations

import re

import pytest

from kutsu.core.config import Language
from kutsu.core.leaving import Leaver
from kutsu.core.render import Renderer
from kutsu.web.pages import Pages
from tests import samples
from tests.configs import ROOT
from tests.mirrors.reading import Page
from tests.web.town import Town

CLICK = {"data": {"List-Unsubscribe": "One-Click"}}
STYLE = (ROOT / "templates/shapes/web/style.css").read_text("utf-8")


@pytest.mark.parametrize(
    ("language", "words"),
    [("fi", "Haluatko perua tilauksen?"), ("sv", "Vill du avsluta"), ("en", "Do you want to unsubscribe?")],
)
def test_in_the_language_of_the_mail(town: Town, language: str, words: str) -> None:
    """The page speaks the mail's language, and has the same page in every other one; the answer stays in the chosen one."""
    path = town.way_out(language=language)
    page = town.client.request("GET", path).text
    assert Page(page).language == language
    assert words in page
    assert {key for key in ("fi", "sv", "en") if f'href="?lang={key}"' in page} == {"fi", "sv", "en"} - {language}
    for key in ("fi", "sv", "en"):
        assert Page(town.client.request("GET", f"{path}?lang={key}").text).language == key
        assert Page(town.client.request("POST", f"{path}?lang={key}", **CLICK).text).language == key


def test_a_language_that_there_is_not(town: Town) -> None:
    """A language that was taken out of config since the mail, or was made up, falls back, and stands nowhere in the page."""
    page = town.client.request("GET", town.way_out(language="kl") + '?lang="><script>alert(1)</script>').text
    assert Page(page).language == "fi"
    assert "script" not in page


def test_what_is_told_afterwards(town: Town) -> None:
    """Who left reads that it is done, what does not come any more, that a mail may be under way, the way back, and whom to ask."""
    page = town.client.request("POST", town.way_out(scope="staff", language="en"), **CLICK).text
    for words in (
        "You have unsubscribed",
        "messages for staff about digital pilots",
        "still arrive",
        "change your mind",
    ):
        assert words in page
    assert 'href="mailto:kokeilut@espoo.example"' in page


def test_a_list_without_a_name_of_its_own(town: Town) -> None:
    """An audience for which there are no words is left all the same, and its name in config is shown to nobody."""
    page = town.client.request("GET", town.way_out(scope="neighbours-7", language="en")).text
    assert "these messages about digital pilots" in page
    assert "neighbours-7" not in page


def test_built_for_everyone(town: Town) -> None:
    """Every page has one first heading, one language with its direction, a title, and the button a name; nothing is hidden or timed."""
    path = town.way_out()
    for page in (
        town.client.request("GET", path),
        town.client.request("POST", path),
        town.client.request("POST", path, **CLICK),
        town.client.request("GET", "/u/x"),
    ):
        assert [level for level in Page(page.text).headings if level == 1] == [1]
        assert re.search(r'<html lang="fi" dir="ltr">.*<title>[^<]+ – Espoon kaupunki</title>', page.text, re.DOTALL)
        assert 'name="viewport" content="width=device-width, initial-scale=1"' in page.text


def test_nothing_from_elsewhere(town: Town) -> None:
    """No script, no picture, no frame, no font and no address of anybody else; the policy would stop them, too."""
    for path in (town.way_out(), "/u/x"):
        answer = town.client.request("GET", path)
        assert not re.search(
            r"<(script|img|iframe|link|object|embed)|\son\w+=|javascript:|src=|url\(|@import", answer.text
        )
        assert not re.search(r'(href|action)="(?!\?lang=|mailto:)', answer.text)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy


def test_headers(town: Town) -> None:
    """Every answer, the failed ones too, forbids to keep, to frame, to index, to guess its type and to tell where one was."""
    expected = {
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "x-robots-tag": "noindex, nofollow",
        "strict-transport-security": "max-age=31536000",
        "cross-origin-opener-policy": "same-origin",
    }
    asked = [
        ("GET", town.way_out()),
        ("GET", "/u/x"),
        ("PUT", town.way_out()),
        ("GET", "/health"),
        ("POST", "/events/x"),
    ]
    for method, path in asked:
        answer = town.client.request(method, path)
        assert expected.items() <= answer.headers.items()
        assert "server" not in answer.headers
        assert "set-cookie" not in answer.headers


def test_health(town: Town) -> None:
    """Health says that it is well, and nothing of version, ledger or lists."""
    assert town.client.request("GET", "/health").text == "ok\n"


def test_the_city_is_escaped_and_a_script_runs_from_the_right() -> None:
    """A city's words are text in the page, and a language that is written from the right has its direction."""
    arabic = Language("ar", "العربية", "ar", "ar", "d.M.y", " {}", direction="rtl")
    names = {"ar": '<script>alert("Espoo")</script>'}
    sources = {**samples.sources(), "words/ar/labels.toml": samples.sources()["words/en/labels.toml"]}
    city = samples.CITY.__class__(**{**samples.CITY.__dict__, "name": names, "feedback": '"><b>x</b>'})
    page = bytes(Pages(Renderer(sources, city, {"ar": arabic})).ask(Leaver("0" * 32, "staff", "ar"), "").body).decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "<script>" not in page
    assert "<b>" not in page


def _luminance(colour: str) -> float:
    """Relative luminance of `#rgb` or `#rrggbb` (WCAG 2.1)."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", STYLE.split("@media (prefers", 1), ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"), [("ink", "ground"), ("link", "ground"), ("on-city", "city"), ("on-warn", "warn")]
)
def test_contrast(scheme: str, text: str, ground: str) -> None:
    """Every pair of text and ground has a contrast of at least 4.5:1, in light and in dark (WCAG 2.1 AA, 1.4.3)."""
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", scheme))
    brighter, darker = sorted((_luminance(colours[text]), _luminance(colours[ground])), reverse=True)
    assert (brighter + 0.05) / (darker + 0.05) >= 4.5

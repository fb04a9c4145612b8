"""Cards to draw, and pictures to look at."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise

from PIL import Image, ImageChops

from kutsu.core.cards import Card
from kutsu.core.render import Renderer
from kutsu.pictures.card import Cards, png
from tests import samples

CARDS = Cards(Renderer(samples.sources(), samples.CITY, samples.languages()))
GROUND = (0, 0x47, 0xA8)
"""The background of a city that names no colours."""

SCRIPTS = {
    "fi": Card("Tulkkaussovellus tutuksi", ("keskiviikko 6.11.2019 klo\u00a017–19",), "Espoon kaupunki", "Info", "fi"),
    "et": Card("Tutvu tõlkerakendusega", ("kolmapäev, 6. november 2019",), "Espoo linn", "Infotund", "et"),
    "so": Card("Baro abka turjumaadda", ("Arbaco, 6 Nofeembar 2019",), "Magaalada Espoo", "Kulan", "so"),
    "ru": Card("Знакомство с приложением", ("среда, 6 ноября 2019 г.",), "Город Эспоо", "Встреча", "ru"),
    "uk": Card("Знайомство із застосунком: її ґанок", ("середа, 6 листопада 2019 р.",), "Місто Еспоо", "Зустріч", "uk"),
    "zh-Hans": Card("了解服务台的口译应用程序", ("2019年11月6日星期三 17:00–19:00",), "埃斯波市", "说明会", "zh-Hans"),
    "ar": Card(
        "تعرّف على تطبيق Kielisilta.", ("الأربعاء، 6 نوفمبر 2019، 17:00–19:00",), "مدينة إسبو", "جلسة", "ar", "rtl"
    ),
}
"""A card in every script that is configured or will be."""


def only(title: str, like: str = "fi") -> Card:
    """A card with nothing but a title, in the language and direction of another one."""
    return replace(SCRIPTS[like], title=title, lines=(), city="", theme="")


def painted(card: Card) -> Image.Image:
    """What a card looks like."""
    return Image.open(io.BytesIO(png(CARDS.svg(card, "fi")))).convert("RGB")


def inked(image: Image.Image, left: int = 250, right: int = 950) -> list[int]:
    """The columns between two edges in which something is drawn on the ground."""
    band = image.crop((left, 0, right, image.height))
    bare = Image.new("RGB", (1, image.height), GROUND).tobytes()
    return [left + x for x in range(band.width) if band.crop((x, 0, x + 1, band.height)).tobytes() != bare]


def pieces(image: Image.Image) -> list[int]:
    """What hangs together, from left to right: how many pixels high each piece is."""
    columns = inked(image)
    starts = [0, *(at for at, (one, other) in enumerate(pairwise(columns), start=1) if other - one > 1), len(columns)]
    found = (image.crop((columns[first], 0, columns[last - 1] + 1, image.height)) for first, last in pairwise(starts))
    return [_high(piece) for piece in found]


def _high(piece: Image.Image) -> int:
    _, top, _, bottom = ImageChops.difference(piece, Image.new("RGB", piece.size, GROUND)).getbbox() or (0, 0, 0, 0)
    return bottom - top

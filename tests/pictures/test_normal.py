"""One form for every network: upright, on white, small enough, and without a word of where it was taken."""

from __future__ import annotations

import random
import struct
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from kutsu.core.publication import Picture
from kutsu.pictures.normal import LONGEST, MOST_BYTES, normal
from kutsu.pictures.unfit import Unfit

Colour = tuple[int, int, int]
GREEN = (0, 160, 80)


def file(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """An image as a file of this kind."""
    made = BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def plain(width: int = 400, height: int = 300, mode: str = "RGB", colour: object = GREEN) -> Image.Image:
    """A picture of one colour."""
    return Image.new(mode, (width, height), colour)  # type: ignore[arg-type]  # a colour of its mode


def opened(picture: Picture) -> Image.Image:
    """What went out, as a network opens it."""
    image = Image.open(BytesIO(picture.content))
    image.load()
    return image


def near(image: Image.Image, where: tuple[int, int], colour: Colour) -> bool:
    """Whether a pixel is of about this colour."""
    seen = image.getpixel(where)
    assert isinstance(seen, tuple)
    return all(abs(one - other) < 12 for one, other in zip(seen, colour, strict=True))


def code(content: bytes) -> str:
    """Why a file is unfit, told in three languages."""
    with pytest.raises(Unfit) as told:
        normal(content)
    assert len(set(told.value.remark.message.values())) == 3
    return told.value.remark.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_every_kind_becomes_one(kind: str) -> None:
    """Whatever comes in of the four kinds goes out as a JPEG of the same size and colour."""
    picture = normal(file(plain(), kind))
    image = opened(picture)
    assert (picture.media_type, picture.alt, image.format) == ("image/jpeg", "", "JPEG")
    assert (image.size, image.mode) == ((400, 300), "RGB")
    assert near(image, (200, 150), GREEN)


def test_the_same_file_gives_the_same_bytes() -> None:
    """Two hosts make the same of one file."""
    assert normal(file(plain())).digest == normal(file(plain())).digest


def test_turned_upright() -> None:
    """A picture taken with the camera on its side stands upright without its orientation mark."""
    image = plain(400, 300, colour="red")
    image.paste((0, 0, 255), (0, 0, 200, 300))
    exif = Image.Exif()
    exif[0x0112] = 6
    upright = opened(normal(file(image, exif=exif)))
    assert upright.size == (300, 400)
    assert near(upright, (150, 50), (0, 0, 255))
    assert near(upright, (150, 350), (254, 0, 0))


def test_nothing_is_told_of_where_it_was_taken() -> None:
    """Place, camera, comments, XMP and profile are gone, in every container that can hold them."""
    exif = Image.Exif()
    exif[0x010F] = "Kamera SALAISUUS"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (60.0, 12.0, 20.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    text = PngInfo()
    text.add_text("Comment", "SALAISUUS")
    text.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>SALAISUUS</x:xmpmeta>")
    files = [
        file(plain(), exif=exif, comment="SALAISUUS", xmp=b"<x:xmpmeta>SALAISUUS</x:xmpmeta>", icc_profile=profile),
        file(plain(), "PNG", exif=exif, pnginfo=text, icc_profile=profile),
        file(plain(), "WEBP", exif=exif, xmp=b"<x:xmpmeta>SALAISUUS</x:xmpmeta>", icc_profile=profile),
        file(plain(), "GIF", comment=b"SALAISUUS"),
    ]
    assert all(b"SALAISUUS" in each for each in (files[0], files[1], files[2], files[3]))
    for each in files:
        picture = normal(each)
        assert not any(word in picture.content for word in (b"SALAISUUS", b"Exif", b"xmp", b"ICC_PROFILE"))
        assert not opened(picture).getexif()


@pytest.mark.parametrize(("mode", "colour"), [("RGBA", (255, 0, 0, 0)), ("LA", (0, 0)), ("P", 0)])
def test_what_shows_through_is_white(mode: str, colour: object) -> None:
    """A logo without a ground stands on white, not on black."""
    content = file(plain(mode=mode, colour=colour), "PNG", **({"transparency": 0} if mode == "P" else {}))
    assert near(opened(normal(content)), (200, 150), (255, 255, 255))


def test_a_print_picture_in_four_inks() -> None:
    """A picture for print (CMYK) goes out in the colours of a screen."""
    image = opened(normal(file(plain(mode="CMYK", colour=(0, 255, 255, 0)))))
    assert image.mode == "RGB"
    assert near(image, (200, 150), (254, 0, 0))


def test_a_profile_that_is_none() -> None:
    """A broken colour profile costs its colours a shade, not the picture."""
    assert near(opened(normal(file(plain(), icc_profile=b"no profile at all"))), (200, 150), GREEN)


def test_a_large_picture_becomes_smaller() -> None:
    """The longer side is at most 2048 pixels, in the same proportion."""
    assert opened(normal(file(plain(5000, 2500)))).size == (LONGEST, LONGEST // 2)


def test_a_picture_that_cannot_be_packed_well() -> None:
    """Even noise, the worst there is, keeps to the limit of bytes."""
    noise = Image.frombytes("RGB", (1400, 1400), random.Random(7).randbytes(1400 * 1400 * 3))
    picture = normal(file(noise, "PNG"))
    assert len(picture.content) <= MOST_BYTES
    assert min(opened(picture).size) >= 200


@pytest.mark.parametrize(("width", "height"), [(199, 400), (400, 199), (1, 1), (4000, 399)])
def test_too_small_to_be_seen(width: int, height: int) -> None:
    """A tracking pixel, a stamp or a thread is told with its size."""
    assert code(file(plain(width, height), "PNG")) == "picture-tiny"


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims this size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    parts = [
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(("width", "height"), [(7100, 7100), (60000, 60000)])
def test_a_bomb(width: int, height: int) -> None:
    """A small file that would fill the memory is refused by its header, before it is opened."""
    assert code(bomb(width, height)) == "picture-huge"


@pytest.mark.parametrize(
    "content", [b"", b"<!doctype html><title>Kirjaudu</title>", b"%PDF-1.7", b"<svg/>", b"BM" + bytes(60)]
)
def test_no_picture(content: bytes) -> None:
    """A page, a document, a drawing or another kind of picture is told as no picture."""
    assert code(content) == "picture-type"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_broken_file(kind: str) -> None:
    """A file that was cut off in the middle is told as broken."""
    noise = Image.frombytes("RGB", (300, 300), random.Random(7).randbytes(300 * 300 * 3))
    content = file(noise, kind)
    assert code(content[: len(content) // 2]) == "picture-broken"


def test_bytes_at_random() -> None:
    """Whatever is wrong in a file, it is told in words."""
    whole, dice = file(plain(), "PNG"), random.Random(7)
    for _ in range(200):
        spoilt = bytearray(whole)
        for _ in range(8):
            spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
        with suppress(Unfit):
            assert normal(bytes(spoilt)).media_type == "image/jpeg"

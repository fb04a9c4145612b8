"""Bring a picture into the one form that every network takes: an upright JPEG on white, without a word of where it was taken.

The limits are those of the strictest network: Bluesky's 1 MB a picture, in a form that X (5 MB), Facebook (10 MB), LinkedIn and
Mastodon take as it is.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from kutsu.core.publication import Picture
from kutsu.pictures.unfit import Unfit

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MEGAPIXELS = 50
"""What a good phone takes; a file of a few kilobytes could claim more than a machine has memory for."""

LONGEST, LEAST, SLIMMEST = 2048, 200, 10
"""Pixels of the longer side and of the shorter one, and how often the shorter may go into the longer."""

MOST_BYTES = 950_000
QUALITIES = (90, 80, 70, 55)

_SRGB = ImageCms.createProfile("sRGB")


def normal(content: bytes) -> Picture:
    """The picture in a file of any of `FORMATS` (its first frame), by its content and not its name, still without words.

    The same file gives the same bytes with the same release of Pillow; raises `Unfit`.
    """
    try:
        image = Image.open(BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise Unfit("picture-type") from error
    except Image.DecompressionBombError as error:
        raise Unfit("picture-huge", most=str(MEGAPIXELS)) from error
    except Exception as error:  # what decoders raise of a broken header is not told anywhere
        raise Unfit("picture-broken") from error
    _measure(*image.size)
    try:
        clean = _clean(image)
    except Exception as error:
        raise Unfit("picture-broken") from error
    return Picture(_packed(clean), "image/jpeg", "")


def _measure(width: int, height: int) -> None:
    """Refuse what is too big to be opened, and what nobody could make out."""
    if width * height > MEGAPIXELS * 1_000_000:
        raise Unfit("picture-huge", most=str(MEGAPIXELS))
    if min(width, height) < max(LEAST, max(width, height) / SLIMMEST):
        raise Unfit("picture-tiny", width=str(width), height=str(height), least=str(LEAST))


def _clean(image: Image.Image) -> Image.Image:
    """Nothing but the pixels: upright, in sRGB, on white, no larger than `LONGEST`."""
    image.draft(None, (LONGEST, LONGEST))
    upright = _coloured(ImageOps.exif_transpose(image))
    upright.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    clean = Image.new("RGB", upright.size, "white")
    clean.paste(upright, mask=upright.getchannel("A") if upright.mode == "RGBA" else None)
    return clean


def _coloured(image: Image.Image) -> Image.Image:
    """The picture as RGB, or RGBA where something shows through, in the colours that its profile means."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image.convert(mode)
    try:
        meant = ImageCms.profileToProfile(image, BytesIO(profile), _SRGB, outputMode="RGB")
    except ImageCms.PyCMSError:  # a profile that is none: the numbers are taken as they are
        return image.convert(mode)
    return meant or image


def _packed(image: Image.Image) -> bytes:
    """The picture as JPEG in at most `MOST_BYTES`: coarser, and if that does not help, smaller."""
    for quality in QUALITIES:
        file = BytesIO()
        image.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
        if file.tell() <= MOST_BYTES:
            return file.getvalue()
    return _packed(image.resize((image.width * 3 // 4, image.height * 3 // 4), Image.Resampling.LANCZOS))

"""Pictures on Facebook and LinkedIn, by plain HTTP as their clients would, and on the wall."""

from __future__ import annotations

import hashlib
import json
import random
from typing import Any
from urllib.parse import quote

import pytest
import requests
from markupsafe import escape

from tests.sandbox.clients import PAGE_TOKEN, published, until
from tests.sandbox.test_linkedin import ORGANIZATION, ask, body

PNG, JPEG = (start + random.Random(3).randbytes(70_000) + b"\n" for start in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"))
ALT = 'Bussi "P-1" ja kolme ihmistä\nOtaniemessä 🚌'


def photo(sandbox: str, content: bytes = PNG, **other: str) -> requests.Response:
    """Upload to the page without showing it."""
    form = {"published": "false", "alt_text_custom": ALT, **other}
    url = f"{sandbox}/facebook/v24.0/espoo/photos"
    return requests.post(url, headers=PAGE_TOKEN, data=form, files={"source": ("kuva", content)}, timeout=10)


def feed(sandbox: str, message: str, *photos: str, **other: str) -> requests.Response:
    """A status with these photos."""
    attached = {f"attached_media[{n}]": json.dumps({"media_fbid": one}) for n, one in enumerate(photos)}
    url = f"{sandbox}/facebook/v24.0/espoo/feed"
    return requests.post(url, headers=PAGE_TOKEN, data={"message": message, **attached, **other}, timeout=10)


def image(sandbox: str, content: bytes | None = PNG, ready: str = "AVAILABLE") -> str:
    """An image on LinkedIn that has come as far as `ready`; without content nothing is put."""
    wish = {"initializeUploadRequest": {"owner": ORGANIZATION}}
    named = ask(sandbox, "POST", "images?action=initializeUpload", json=wish).json()["value"]
    assert named["uploadUrl"].startswith(f"{sandbox}/linkedin/dms-uploads/")
    if content is not None:
        place = named["uploadUrl"].removeprefix(f"{sandbox}/linkedin/")
        assert ask(sandbox, "PUT", f"../{place}", data=content).status_code == 201
    until(lambda: status(sandbox, named["image"]) == ready)
    return str(named["image"])


def status(sandbox: str, urn: str) -> str:
    """How far an image is."""
    return str(ask(sandbox, "GET", f"images/{quote(urn, safe='')}").json()["status"])


def post(sandbox: str, words: str, content: Any) -> requests.Response:
    """Publish with this content."""
    return ask(sandbox, "POST", "posts", json=body(words, content=content))


def seen(sandbox: str, **where: str) -> list[tuple[bytes, str]]:
    """The pictures of the one publication that is meant: bytes and alt text."""
    (row,) = published(sandbox, **where)
    address = f"{sandbox}/_sandbox/pictures"
    return [(requests.get(f"{address}/{one['digest']}", timeout=10).content, one["alt"]) for one in row["pictures"]]


def test_a_photo_is_seen_with_its_status_alone(sandbox: str) -> None:
    """Facebook shows the very bytes and words of each photo in order, once a status with them is out, and nothing before."""
    before = len(published(sandbox))
    first, second = photo(sandbox).json()["id"], photo(sandbox, JPEG, alt_text_custom="").json()["id"]
    draft = feed(sandbox, "Kuvia https://kokeilut.example.org/sv/buss", first, second, published="false").json()["id"]
    assert len(published(sandbox)) == before
    url = f"{sandbox}/facebook/v24.0/{draft}"
    requests.post(url, headers=PAGE_TOKEN, data={"is_published": "true"}, timeout=10).raise_for_status()
    assert seen(sandbox, id=draft) == [(PNG, ALT), (JPEG, "")]
    assert published(sandbox, id=draft)[0]["language"] == "sv"


def test_a_photo_serves_one_status(sandbox: str) -> None:
    """A draft has used its photos up, and a photo of nobody cannot be attached; nor can a link beside photos."""
    once = photo(sandbox).json()["id"]
    assert feed(sandbox, "Luonnos", once, published="false").ok
    assert feed(sandbox, "Toinen", once).json()["error"]["error_subcode"] == 1366051
    assert feed(sandbox, "Kolmas", "1").json()["error"]["error_subcode"] == 33
    again = photo(sandbox).json()["id"]
    assert "link" in feed(sandbox, "Neljäs", again, link="https://kokeilut.example.org/").json()["error"]["message"]
    assert feed(sandbox, "Viides", *["1"] * 11).json()["error"]["code"] == 100


@pytest.mark.parametrize(
    ("content", "other", "code"),
    [(b"GIF99", {}, 324), (b"", {}, 324), (PNG.ljust(10_000_000), {}, 324), (PNG, {"published": "true"}, 100)],
)
def test_a_wrong_photo_is_refused(sandbox: str, content: bytes, other: dict[str, str], code: int) -> None:
    """No picture, one too large, and a photo that would be public at once are a no in Graph's words."""
    assert photo(sandbox, content, **other).json()["error"]["code"] == code


def test_an_image_is_posted_when_it_is_ready(sandbox: str) -> None:
    """LinkedIn shows one image, or several in order, with the very bytes and words, and the post is read back with them."""
    one, two = image(sandbox), image(sandbox, JPEG)
    urn = post(sandbox, "Yksi kuva", {"media": {"id": one, "altText": ALT}}).headers["x-restli-id"]
    assert seen(sandbox, id=urn) == [(PNG, ALT)]
    several = {"multiImage": {"images": [{"id": two, "altText": "Kaksi"}, {"id": one}]}}
    both = post(sandbox, "Monta kuvaa", several).headers["x-restli-id"]
    assert seen(sandbox, id=both) == [(JPEG, "Kaksi"), (PNG, "")]
    assert ask(sandbox, "GET", f"posts/{quote(both, safe='')}").json()["content"] == several


def test_an_image_that_is_not_ready_is_refused(sandbox: str) -> None:
    """Without bytes, with bytes that are no picture, and of an unknown urn: each has LinkedIn's own no."""
    waiting, failed = image(sandbox, None, "WAITING_UPLOAD"), image(sandbox, b"%PDF-1.7", "PROCESSING_FAILED")
    said = [post(sandbox, "Ei", {"media": {"id": urn}}).json()["code"] for urn in (waiting, failed, "urn:li:image:1")]
    assert said == ["MEDIA_ASSET_WAITING_UPLOAD", "MEDIA_ASSET_PROCESSING_FAILED", "NOT_FOUND"]
    assert not published(sandbox, text="Ei")


def test_an_upload_address_works_once(sandbox: str) -> None:
    """Bytes that came are not replaced."""
    place = f"../dms-uploads/{image(sandbox).split(':')[-1]}/uploaded-image/0"
    assert ask(sandbox, "PUT", place, data=JPEG).json()["code"] == "EXPIRED_UPLOAD_URL"


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"article": {}},
        {"media": {"altText": "Kuva"}},
        {"media": {"id": "urn:li:image:1", "title": "Kuva"}},
        {"media": {"id": "urn:li:image:1", "altText": "a" * 4087}},
        {"multiImage": {"images": [{"id": "urn:li:image:1"}]}},
        {"multiImage": {"images": [{"id": "urn:li:image:1"}] * 21}},
    ],
)
def test_wrong_content_is_refused(sandbox: str, content: dict[str, Any]) -> None:
    """What is no image, too few or too many of them and too many words are a no in Rest.li's words."""
    answer = post(sandbox, "Ei", content)
    assert (answer.status_code, "ERROR :: /content" in answer.text) == (422, True), answer.text


def test_the_owner_has_to_be_the_callers(sandbox: str) -> None:
    """An image is announced for one's own organisation only."""
    wish = {"initializeUploadRequest": {"owner": "urn:li:organization:1"}}
    assert ask(sandbox, "POST", "images?action=initializeUpload", json=wish).status_code == 403


def test_the_wall_shows_picture_and_words(sandbox: str) -> None:
    """Each picture stands in its card with its alt text, in the markup and below it, and is loaded from here when it is seen."""
    alt = "Bussi <b>P-1</b> & kolme"
    first, second = photo(sandbox, alt_text_custom=alt).json()["id"], photo(sandbox, alt_text_custom="").json()["id"]
    feed(sandbox, "Seinä https://kokeilut.example.org/fi/bussi", first, second).raise_for_status()
    answer = requests.get(f"{sandbox}/", params={"network": "facebook"}, timeout=10)
    assert "img-src 'self'" in answer.headers["Content-Security-Policy"]
    card = answer.text.partition("Seinä ")[2].partition("</article>")[0]
    place = f"/_sandbox/pictures/{hashlib.sha256(PNG).hexdigest()}"
    assert f'<img src="{place}" alt="{escape(alt)}" loading="lazy">' in card
    assert f'Alt text: <span lang="fi">{escape(alt)}</span>' in card
    assert f'<img src="{place}" alt="" loading="lazy">' in card
    assert "No alt text: decorative" in card
    assert 'class="preview"' not in card

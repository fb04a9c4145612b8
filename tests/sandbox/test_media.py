"""Pictures on X, Mastodon and Bluesky, by each network's own steps, through the clients as far as they go."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import requests
import tweepy
from atproto import Client
from mastodon import Mastodon
from mastodon.errors import MastodonAPIError, MastodonNotFoundError

from kutsu.clock import TickingClock
from kutsu.sandbox import start
from tests.paint import png
from tests.sandbox.clients import oauth, published, until, x
from tests.sandbox.conftest import SHOWN, ZONE

PNG = {"media": ("a.png", png(), "image/png")}
IMAGE = {"media_category": "tweet_image"}
ALT = "Robottibussi odottaa pysäkillä"
DID = "did:plc:sandboxfiespooespooespoo"
POST = "app.bsky.feed.post"
KEYS = iter(f"3mkxyz2222{first}{second}3" for first in "abcdefghij" for second in "abcdefghij")


def on_x(sandbox: str, path: str, language: str = "fi", **body: Any) -> requests.Response:
    """A request to one of X's media endpoints."""
    return requests.post(f"{sandbox}/x/2/media/{path}", auth=oauth(language), timeout=10, **body)


def uploaded(sandbox: str, language: str = "fi") -> str:
    """The id of a picture on X."""
    return str(on_x(sandbox, "upload", language, files=PNG, data=IMAGE).json()["data"]["id"])


def described(number: str, text: str = ALT) -> dict[str, Any]:
    """An alt text for X."""
    return {"id": number, "metadata": {"alt_text": {"text": text}}}


def at_mastodon(sandbox: str) -> Mastodon:
    """Mastodon.py, which is told the server's version."""
    return Mastodon(
        access_token="sandbox-mastodon-fi-token",
        api_base_url=f"{sandbox}/mastodon",
        mastodon_version="4.5.0",
        version_check_mode="created",
        ratelimit_method="throw",
    )


def sky(sandbox: str) -> Client:
    """A client that is logged in at Bluesky."""
    made = Client(base_url=f"{sandbox}/bluesky")
    made.login("espoo-fi.example", "sandbox-bluesky-fi-app-password", fetch_bsky_profile=False)
    return made


def test_a_picture_on_x_with_its_alt_text(sandbox: str) -> None:
    """Uploaded, described and attached, it stands on the wall; the post ends in one t.co, and its fields give the alt text back."""
    one, other = uploaded(sandbox), uploaded(sandbox)
    assert on_x(sandbox, "metadata", json=described(one)).json()["data"]["id"] == one
    made = x(sandbox).create_tweet(text="Kuva & https://kokeilut.example.org/", media_ids=[one, other]).data
    asked: dict[str, Any] = {"tweet_fields": ["entities", "attachments"], "user_auth": True}
    asked |= {"expansions": ["attachments.media_keys"], "media_fields": ["alt_text"]}
    read = until(lambda: (answer := x(sandbox).get_tweet(made["id"], **asked)).data and answer)
    assert read.data.text == made["text"]
    links = read.data.entities["urls"]
    assert [read.data.text[link["start"] : link["end"]] == link["url"] for link in links] == [True] * 3
    assert (links[1]["url"], links[1]["media_key"]) == (links[2]["url"], f"3_{one}")
    assert read.data.text.endswith(links[1]["url"])
    assert [medium.alt_text for medium in read.includes["media"]] == [ALT, None]
    (out,) = published(sandbox, id=made["id"])
    assert [picture["alt"] for picture in out["pictures"]] == [ALT, ""]
    shown = requests.get(f"{sandbox}/_sandbox/pictures/{out['pictures'][0]['digest']}", timeout=10)
    assert (shown.content, shown.headers["content-type"]) == (png(), "image/png")


def test_what_x_does_not_take(sandbox: str) -> None:
    """Each wrong upload and alt text is 400; an id is used once, by its own account, and lives a day."""
    number = uploaded(sandbox)
    for files, data in (
        (PNG, {}),
        (PNG, {"media_category": "tweet_video"}),
        ({"media": ("a.txt", b"words", "image/png")}, IMAGE),
        ({"media": ("a.png", png() + b"0" * 5 * 2**20, "image/png")}, IMAGE),
        ({"picture": ("a.png", png(), "image/png")}, IMAGE),
    ):
        assert on_x(sandbox, "upload", files=files, data=data).status_code == 400
    for body in ({}, described(number, ""), described(number, "a" * 1001), described("1")):
        assert on_x(sandbox, "metadata", json=body).status_code == 400
    for numbers in (["1"], [number] * 2, [number] * 5, [uploaded(sandbox, "sv")]):
        with pytest.raises(tweepy.BadRequest):
            x(sandbox).create_tweet(text="Kuvalla", media_ids=numbers)
    assert x(sandbox).create_tweet(text="Kuvalla", media_ids=[number]).data
    with pytest.raises(tweepy.BadRequest, match="media IDs are invalid"):
        x(sandbox).create_tweet(text="Toinen", media_ids=[number])
    assert on_x(sandbox, "metadata", json=described(number)).status_code == 400


def test_what_was_not_attached_is_forgotten(tmp_path: Path) -> None:
    """A day later X and Mastodon, ten minutes later Bluesky, know nothing of a picture that nobody took."""
    with start(tmp_path, TickingClock.starting(ZONE, SHOWN)) as sandbox:
        number = uploaded(sandbox)
        medium = at_mastodon(sandbox).media_post(png(), "image/png", description=ALT).id
        blob = sky(sandbox).upload_blob(png()).blob
    with start(tmp_path, TickingClock.starting(ZONE, SHOWN + dt.timedelta(minutes=11))) as sandbox:
        assert put(sandbox, blob.model_dump(by_alias=True)).json()["error"] == "BlobNotFound"
        assert at_mastodon(sandbox).media(medium).url
    with start(tmp_path, TickingClock.starting(ZONE, SHOWN + dt.timedelta(hours=25))) as sandbox:
        with pytest.raises(tweepy.BadRequest, match="media IDs are invalid"):
            x(sandbox).create_tweet(text="Kuvalla", media_ids=[number])
        with pytest.raises(MastodonNotFoundError):
            at_mastodon(sandbox).media(medium)


def test_a_picture_on_mastodon_is_worked_on(sandbox: str) -> None:
    """202, then 206 without an address, then 200, or 200 at once; attached, it is not read here any more."""
    url, token = f"{sandbox}/mastodon/api/v2/media", {"Authorization": "Bearer sandbox-mastodon-fi-token"}
    slow = {"file": ("a.png", png("hidas" * 2001), "image/png")}
    first = requests.post(url, files=slow, data={"description": ALT}, headers=token, timeout=10)
    assert (first.status_code, first.json()["url"], first.json()["description"]) == (202, None, ALT)
    client, number = at_mastodon(sandbox), first.json()["id"]
    assert until(lambda: client.media(number)["url"])
    made = client.status_post("Kuvalla", media_ids=[number])
    assert [medium.description for medium in made.media_attachments] == [ALT]
    (out,) = published(sandbox, id=made.id)
    assert [picture["alt"] for picture in out["pictures"]] == [ALT]
    with pytest.raises(MastodonNotFoundError):
        client.media(number)
    assert client.media_post(png(), "image/png").url
    with pytest.raises(MastodonAPIError, match="already attached"):
        client.status_post("Toinen", media_ids=[number])


def test_an_unready_picture_holds_a_status(tmp_path: Path) -> None:
    """A status that names a picture too early is told to come again; one that names five is refused."""
    with start(tmp_path, TickingClock.starting(ZONE, SHOWN, 0.01)) as sandbox:
        client = at_mastodon(sandbox)
        number = client.media_post(png("hidas" * 2001), "image/png").id
        assert client.media(number).url is None
        with pytest.raises(MastodonAPIError, match="not finished processing"):
            client.status_post("Kuvalla", media_ids=[number])
        with pytest.raises(MastodonAPIError, match="more than 4"):
            client.status_post("Kuvalla", media_ids=[number] * 5)
        assert not published(sandbox, network="mastodon")


@pytest.mark.parametrize(
    ("content", "description"), [(b"words", ""), (png(), "a" * 1501), (png() + b"0" * 16 * 2**20, "")]
)
def test_what_mastodon_does_not_take(sandbox: str, content: bytes, description: str) -> None:
    """A file that is no picture, a description that is too long, and too much are 422."""
    with pytest.raises(MastodonAPIError, match="Validation failed"):
        at_mastodon(sandbox).media_post(content, "image/png", description=description)


def put(sandbox: str, blob: Any, count: int = 1, **other: Any) -> requests.Response:
    """Put a record with pictures."""
    image = {"alt": ALT, "image": blob, "aspectRatio": {"width": 3, "height": 2}, **other}
    embed = {"$type": "app.bsky.embed.images", "images": [image] * count}
    record = {"$type": POST, "text": "Kuvalla", "createdAt": "2026-05-04T07:00:00.000Z", "embed": embed}
    client = sky(sandbox)
    body = {"repo": DID, "collection": POST, "rkey": next(KEYS), "record": record}
    url = f"{sandbox}/bluesky/xrpc/com.atproto.repo.putRecord"
    token = {"Authorization": f"Bearer {client._session.access_jwt}"}
    return requests.post(url, json=body, headers=token, timeout=10)


def test_a_picture_on_bluesky(sandbox: str) -> None:
    """The same bytes are the same blob; a record with it and its alt text stands on the wall."""
    blob, again = (sky(sandbox).upload_blob(png()).blob.model_dump(by_alias=True) for _ in range(2))
    assert blob == again
    assert blob["ref"]["$link"].startswith("bafkrei")
    made = put(sandbox, blob).json()["uri"]
    (out,) = published(sandbox, id=made)
    assert [picture["alt"] for picture in out["pictures"]] == [ALT]


def test_what_bluesky_does_not_take(sandbox: str) -> None:
    """A blob that is not there, is described wrongly or is too large, five of them, and a picture without its `alt`: 400."""
    blob = sky(sandbox).upload_blob(png()).blob.model_dump(by_alias=True)
    large = sky(sandbox).upload_blob(png() + b"0" * 1_000_000).blob.model_dump(by_alias=True)
    other = {**blob, "ref": {"$link": "bafkrei" + "a" * 52}}
    answers = [put(sandbox, other), put(sandbox, {**blob, "mimeType": "image/jpeg"}), put(sandbox, large)]
    answers += [put(sandbox, blob, 5), put(sandbox, blob, alt=None)]
    assert [answer.status_code for answer in answers] == [400] * 5
    assert answers[0].json()["error"] == "BlobNotFound"

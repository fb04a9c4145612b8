"""The Images API: an image is announced, its bytes are put to the address that was named, and it is ready a little later.

From the facts: `initializeUpload` with an owner gives an address and an urn; JPG, PNG or GIF; a post takes one image as
`content.media` or 2 to 20 as `content.multiImage`, each with an alt text of at most 4,086 characters; only an image that is
AVAILABLE can be posted (400 MEDIA_ASSET_WAITING_UPLOAD, MEDIA_ASSET_PROCESSING_FAILED).
Not documented, so chosen here: processing takes 0.5 to 2 seconds, the address works once and for an hour.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kutsu.sandbox import media, uploads
from kutsu.sandbox.accounts import Organization
from kutsu.sandbox.answers import json_object
from kutsu.sandbox.networks.linkedin import words
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World, lag

URN = "urn:li:image:"
SHELF = "linkedin-image"
WORK_SECONDS = (0.5, 2.0)
UPLOAD_SECONDS = 3600
LONGEST_ALT = 4086
FEWEST, MOST = 2, 20


class Images:
    """All images of all organisations."""

    def __init__(self, world: World) -> None:
        """Keep them in this world's store."""
        self.world = world

    async def initialize(self, request: Request, caller: Organization) -> Response:
        """POST /rest/images?action=initializeUpload: an urn, and the address for its bytes."""
        if request.query_params.get("action") != "initializeUpload":
            raise words.no(400, "ILLEGAL_ARGUMENT", "Only the action initializeUpload is played here")
        wish = (await json_object(request) or {}).get("initializeUploadRequest")
        if not isinstance(wish, dict) or set(wish) != {"owner"}:
            raise words.field("initializeUploadRequest/owner", "field is required, and nothing besides it")
        words.may(caller, "w_organization_social", wish["owner"])
        number = self.world.store.rise("linkedin-image", 4_000_000_001)
        until = self.world.now() + UPLOAD_SECONDS
        image: Json = {"id": f"{URN}D4D10AQ{number}", "owner": caller.urn, "until": until, "at": None}
        self.world.store.put(SHELF, image["id"], image | {"digest": ""}, caller.urn)
        here = f"{request.url.scheme}://{request.url.netloc}{request.scope['root_path']}"
        place = f"{here}/dms-uploads/{image['id'].removeprefix(URN)}/uploaded-image/0"
        value = {
            "uploadUrlExpiresAt": int(until * 1000),
            "uploadUrl": f"{place}?ca=vector_feedshare",
            "image": image["id"],
        }
        return JSONResponse({"value": value})

    async def upload(self, request: Request, caller: Organization) -> Response:
        """PUT to the address that was named: 201, and nothing in the body."""
        image = self._own(URN + request.path_params["image"], caller)
        if image["at"] is not None or self.world.now() >= image["until"]:
            raise words.no(400, "EXPIRED_UPLOAD_URL", "The upload URL is expired")
        content = await request.body()
        kind = uploads.sniffed(content)
        image |= {"at": self.world.now(), "digest": media.keep(self.world, content, kind) if kind else ""}
        self.world.store.put(SHELF, image["id"], image, caller.urn)
        return Response(status_code=201)

    async def read(self, request: Request, caller: Organization) -> Response:
        """GET /rest/images/{urn}: how far it is."""
        image = self._own(request.path_params["urn"], caller)
        return JSONResponse({"id": image["id"], "owner": image["owner"], "status": self._status(image)})

    def content(self, given: Any, caller: Organization) -> Json | None:
        """The `content` of a new post, once all of it is in order."""
        match given:
            case None:
                return None
            case {"media": dict(one)} if len(given) == 1:
                several = [one]
            case {"multiImage": {"images": list(several)}} if len(given) == len(given["multiImage"]) == 1:
                if not FEWEST <= len(several) <= MOST:
                    raise words.field("content/multiImage/images", f"has to have {FEWEST} to {MOST} elements")
            case _:
                raise words.field("content", "media or multiImage are what is played here")
        for one in several:
            self._check(one, caller)
        return dict(given)

    def shown(self, content: Json | None) -> list[media.Shown]:
        """The images of a post, as residents see them."""
        given = images(content)
        kept = [self.world.store.get(SHELF, one["id"]) for one in given]
        return [
            media.Shown(image["digest"], one.get("altText", ""))
            for one, image in zip(given, kept, strict=True)
            if image
        ]

    def _check(self, one: Any, caller: Organization) -> None:
        """One image of a post: a known urn of the organisation's own, ready, with words that are not too long."""
        if not isinstance(one, dict) or not {"id"} <= one.keys() <= {"id", "altText"}:
            raise words.field("content", "an image has an id and an altText")
        words_of_it = one.get("altText", "")
        if not isinstance(words_of_it, str) or len(words_of_it) > LONGEST_ALT:
            raise words.field("content/media/altText", f"has to be text of at most {LONGEST_ALT} characters")
        status = self._status(self._own(str(one["id"]), caller))
        if status == "PROCESSING_FAILED":
            raise words.no(400, "MEDIA_ASSET_PROCESSING_FAILED", "Media asset failed processing")
        if status != "AVAILABLE":
            raise words.no(400, "MEDIA_ASSET_WAITING_UPLOAD", "Media asset is waiting upload")

    def _own(self, urn: str, caller: Organization) -> Json:
        """The image of a urn, if it is the caller's."""
        image = self.world.store.get(SHELF, urn)
        if image is None:
            raise words.missing(urn)
        words.may(caller, "w_organization_social", image["owner"])
        return image

    def _status(self, image: Json) -> str:
        """How far an image is now."""
        if image["at"] is None:
            return "WAITING_UPLOAD"
        if self.world.now() < image["at"] + lag(image["id"], *WORK_SECONDS):
            return "PROCESSING"
        return "AVAILABLE" if image["digest"] else "PROCESSING_FAILED"


def images(content: Json | None) -> list[Json]:
    """The images of a post's content, one or more."""
    if not content:
        return []
    return [content["media"]] if "media" in content else list(content["multiImage"]["images"])

"""LinkedIn, the versioned Posts API, as far as an organisation that publishes needs it.

From the facts: dated versions that are retired (426); little text that an unescaped reserved character cuts with a 201; the
id in the header `x-restli-id`; 422 DUPLICATE_POST with the urn in its message; after a DELETE the same text is a duplicate
of ghosts, fresh urns that answer 404, for a day; DELETE is idempotent; no idempotency key; 150 posts a day; unknown fields
are refused. Not documented, so chosen here: the FINDER lags 5 to 20 seconds while the urn answers at once; the duplicate
rule looks back ten minutes, short on purpose, so that who leans on it is found out; 3,000 characters are counted as sent,
escapes and all; 5,000 other calls a day.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kutsu.sandbox.accounts import Organization
from kutsu.sandbox.answers import json_object
from kutsu.sandbox.limits import Allowance, spend
from kutsu.sandbox.networks import No, Publication
from kutsu.sandbox.networks.linkedin import little, media, words
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World, lag

SHELF = "linkedin"
DAY = 24 * 3600
WRITES, OTHERS = Allowance("linkedin-create", 150, DAY), Allowance("linkedin", 5000, DAY)
LAG_SECONDS = (5.0, 20.0)
DUPLICATE_SECONDS, GHOST_SECONDS = 600, DAY
LONGEST = 3000
REQUIRED = {"author", "commentary", "visibility", "distribution", "lifecycleState"}
KNOWN = REQUIRED | {"isReshareDisabledByAuthor", "content"}
VALUES = {"visibility": "PUBLIC", "lifecycleState": "PUBLISHED"}
LINK = re.compile(r"https?://[^\s<>\"]+")
LANGUAGE_IN_PATH = re.compile(r"://[^/]+/(?:[^?#]*?/)?([a-z]{2})(?:[/?#]|$)")

Act = Callable[[Request, Organization], Awaitable[Response]]


class LinkedIn:
    """LinkedIn as an organisation's client meets it."""

    name, title = "linkedin", "LinkedIn"

    def __init__(self, world: World) -> None:
        """Play LinkedIn in this world."""
        self.world = world
        self.images = media.Images(world)

    def routes(self) -> list[Route]:
        """The resources that are played."""
        return [
            Route("/rest/organizationAcls", self._call(self.roles)),
            Route("/rest/images", self._call(self.images.initialize), methods=["POST"]),
            Route("/rest/images/{urn}", self._call(self.images.read)),
            Route("/dms-uploads/{image}/uploaded-image/0", self._call(self.images.upload), methods=["PUT"]),
            Route("/rest/posts", self._call(self.create, WRITES), methods=["POST"]),
            Route("/rest/posts", self._call(self.find)),
            Route("/rest/posts/{urn}", self._call(self.delete), methods=["DELETE"]),
            Route("/rest/posts/{urn}", self._call(self.read)),
        ]

    def control(self) -> list[Route]:
        """Nothing: the organisations stand in the file."""
        return []

    def published(self) -> Iterable[Publication]:
        """Every post that is out, as residents read it; the language is that of the link's path (`/fi/`), else unknown."""
        organizations = {one.urn: one for one in self.world.accounts.linkedin}
        for post in self._live():
            text = little.plain(post["commentary"])
            link = LINK.search(text)
            language = LANGUAGE_IN_PATH.search(link[0]) if link else None
            yield Publication(
                network=self.name,
                account=organizations[post["author"]].vanity,
                language=language[1] if language else "",
                id=post["id"],
                published_at=post["at"],
                visible=self._listed(post),
                text=text,
                link=link[0] if link else "",
                pictures=self.images.shown(post.get("content")),
                extra={"name": organizations[post["author"]].name},
            )

    def no(self, fault: No, reset: int) -> Response:  # noqa: ARG002  LinkedIn does not tell when to come again
        """LinkedIn's own words for a fault."""
        answers = {
            "401": words.unauthorized(),
            "429": words.hurried(),
            "500": words.broken(),
            "refused": words.field("commentary", "is not acceptable"),
        }
        return answers[fault].answer

    def _call(self, act: Act, allowance: Allowance = OTHERS) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint: token, version, protocol, allowance, then the act."""

        async def endpoint(request: Request) -> Response:
            organization = words.caller(request, self.world.accounts.linkedin)
            if spend(self.world, allowance, organization.id).over:
                raise words.hurried()
            return await act(request, organization)

        return endpoint

    async def roles(self, request: Request, caller: Organization) -> Response:
        """GET /rest/organizationAcls?q=roleAssignee: what the token's owner is in which organisation."""
        given = words.finder(request, "roleAssignee", {"role", "state"})
        role = {"role": caller.role, "organization": caller.urn, "roleAssignee": "urn:li:person:sandbox"}
        row = {**role, "state": "APPROVED"}
        asked = all(given.get(name, row[name]) == row[name] for name in ("role", "state"))
        return JSONResponse(words.page([row] if asked else [], given))

    async def create(self, request: Request, caller: Organization) -> Response:
        """POST /rest/posts: 201 with nothing in the body; the id is in a header."""
        body = await json_object(request) or {}
        for name in sorted(body.keys() - KNOWN):
            raise words.field(name, "unrecognized field found but not allowed")
        for name in sorted(REQUIRED - body.keys()):
            raise words.field(name, "field is required but not found and has no default value")
        for name, value in VALUES.items():
            if body[name] != value:
                raise words.field(name, f"{value} is the one value that is played here")
        if not isinstance(body["distribution"], dict) or body["distribution"].get("feedDistribution") != "MAIN_FEED":
            raise words.field("distribution/feedDistribution", "MAIN_FEED is the one value that is played here")
        words.may(caller, "w_organization_social", body["author"])
        given = body["commentary"]
        if not isinstance(given, str) or not given.strip() or len(given) > LONGEST:
            raise words.field("commentary", f"has to be text of 1 to {LONGEST} characters")
        content = self.images.content(body.get("content"), caller)
        return Response(status_code=201, headers={"x-restli-id": self._publish(given, content, caller)})

    def _publish(self, given: str, content: Json | None, caller: Organization) -> str:
        """Put a text out as far as it reaches, when it is not said twice; gives its urn."""
        now = self.world.now()
        for earlier in self.world.store.every(SHELF, caller.urn):
            if earlier["given"] == given and now < earlier["haunts_until"]:
                raise words.duplicate(self._urn() if earlier["deleted"] else earlier["id"])
        post: Json = {"id": self._urn(), "author": caller.urn, "given": given, "commentary": little.cut(given)}
        post |= {"content": content, "at": now, "deleted": False, "haunts_until": now + DUPLICATE_SECONDS}
        self.world.store.put(SHELF, post["id"], post, caller.urn)
        return str(post["id"])

    async def read(self, request: Request, caller: Organization) -> Response:
        """GET /rest/posts/{urn}."""
        post = self.world.store.get(SHELF, request.path_params["urn"])
        if post is None or post["deleted"]:
            raise words.missing(request.path_params["urn"])
        words.may(caller, "r_organization_social", post["author"])
        return JSONResponse(_public(post))

    async def find(self, request: Request, caller: Organization) -> Response:
        """GET /rest/posts?q=author: the newest first, what the list shows yet."""
        given = words.finder(request, "author", {"author", "sortBy", "isDsc"})
        author = given.get("author", "")
        words.may(caller, "r_organization_social", author)
        if given.get("sortBy", "LAST_MODIFIED") not in ("LAST_MODIFIED", "CREATED"):
            raise words.no(400, "PARAM_INVALID", "sortBy has to be LAST_MODIFIED or CREATED")
        rows = [_public(post) for post in reversed(self._live(author)) if self._listed(post)]
        return JSONResponse(words.page(rows, given))

    async def delete(self, request: Request, caller: Organization) -> Response:
        """DELETE /rest/posts/{urn}, as often as one likes; its text haunts the duplicate rule for a day."""
        post = self.world.store.get(SHELF, request.path_params["urn"])
        if post is not None and not post["deleted"]:
            words.may(caller, "w_organization_social", post["author"])
            post |= {"deleted": True, "haunts_until": self.world.now() + GHOST_SECONDS}
            self.world.store.put(SHELF, post["id"], post, post["author"])
        return Response(status_code=204)

    def _live(self, author: str | None = None) -> list[Json]:
        """What is out, oldest first."""
        return [post for post in self.world.store.every(SHELF, author) if not post["deleted"]]

    def _listed(self, post: Json) -> bool:
        """Whether the FINDER shows it yet."""
        return bool(self.world.now() >= post["at"] + lag(post["id"], *LAG_SECONDS))

    def _urn(self) -> str:
        """A new urn; its number begins with the instant, as LinkedIn's own do."""
        return f"urn:li:share:{self.world.store.rise('linkedin-share', int(self.world.now() * 1000) << 22)}"


def _public(post: Json) -> Json:
    """A post as LinkedIn gives it; instants in epoch milliseconds."""
    at = int(post["at"] * 1000)
    pictured = {"content": post["content"]} if post.get("content") else {}
    return pictured | {
        "id": post["id"],
        "author": post["author"],
        "commentary": post["commentary"],
        "visibility": "PUBLIC",
        "distribution": {"feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": []},
        "lifecycleState": "PUBLISHED",
        "isReshareDisabledByAuthor": False,
        "createdAt": at,
        "publishedAt": at,
        "lastModifiedAt": at,
    }


def network(world: World) -> LinkedIn:
    """Open LinkedIn."""
    return LinkedIn(world)

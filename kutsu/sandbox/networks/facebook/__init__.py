"""Facebook Pages, Graph API, as far as a page that publishes needs it.

From the facts: a draft (`published=false`) is published by its id, and repeating that changes nothing; 506 when the text is
that of the page's last status; no idempotency key; `published_posts` is a ranked selection that may omit posts, so that a
hit proves and an empty answer does not; 63,206 characters; usage headers and code 80001 when a page is too fast.
Not documented, so chosen here: a post is read back by its id at once by the page's own token (Graph documents
read-after-write for it), the list lags 10 to 60 seconds and omits one post in four for good.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Iterable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kutsu.sandbox.accounts import Page
from kutsu.sandbox.answers import Rejected
from kutsu.sandbox.limits import Allowance, Spent, spend
from kutsu.sandbox.networks import No, Publication
from kutsu.sandbox.networks.facebook import graph, media, statuses
from kutsu.sandbox.store import Json
from kutsu.sandbox.uploads import form
from kutsu.sandbox.world import World

CALLS = Allowance("facebook", 4800, 24 * 3600)
LINK = re.compile(r"https?://[^\s<>\"]+")
LANGUAGE_IN_PATH = re.compile(r"://[^/]+/(?:[^?#]*?/)?([a-z]{2})(?:[/?#]|$)")
TOO_FAST = "(#80001) There have been too many calls to this Page account. Wait a bit and try again."

Act = Callable[[Request, Page, dict[str, str]], Awaitable[Json]]


class Facebook:
    """Facebook as a page's client meets it."""

    name, title = "facebook", "Facebook"

    def __init__(self, world: World) -> None:
        """Play Facebook in this world."""
        self.world = world
        self.statuses = statuses.Statuses(world)
        self.photos = media.Photos(world)

    def routes(self) -> list[Route]:
        """The nodes and edges that are played."""
        return [
            Route("/{version}/me", self._call(self.page)),
            Route("/{version}/me/permissions", self._call(self.permissions)),
            Route("/{version}/debug_token", self._call(self.debug)),
            Route("/{version}/{page}/feed", self._call(self.create), methods=["POST"]),
            Route("/{version}/{page}/photos", self._call(self.upload), methods=["POST"]),
            Route("/{version}/{page}/published_posts", self._call(self.listing)),
            Route("/{version}/{node}", self._call(self.read)),
            Route("/{version}/{node}", self._call(self.update), methods=["POST"]),
            Route("/{version}/{node}", self._call(self.delete), methods=["DELETE"]),
        ]

    def control(self) -> list[Route]:
        """Nothing: the pages stand in the file."""
        return []

    def published(self) -> Iterable[Publication]:
        """Every published status; drafts are seen by nobody. The language is that of the link's path (`/fi/`), else unknown.

        A status with photos has its link in its text.
        """
        pages = {page.id: page for page in self.world.accounts.facebook}
        for status in self.statuses.public():
            typed = LINK.search(status["message"])
            link = status["link"] or (typed[0] if typed else "")
            language = LANGUAGE_IN_PATH.search(link)
            yield Publication(
                network=self.name,
                account=pages[status["page"]].username,
                language=language[1] if language else "",
                id=status["id"],
                published_at=status["published_at"],
                visible=self.statuses.listed(status),
                text=status["message"],
                link=link,
                pictures=self.photos.shown(status.get("photos", ())),
                extra={"name": pages[status["page"]].name},
            )

    def no(self, fault: No, reset: int) -> Response:
        """Facebook's own words for a fault; 500 is the trap of arsduo/koala#699."""
        answers = {
            "401": graph.error(190, "Error validating access token: Session has expired.", subcode=463),
            "429": graph.error(80001, TOO_FAST, subcode=2446079),
            "500": graph.error(2, "An unexpected error has occurred. Please retry your request later.", status=500),
            "refused": graph.error(
                368, "The action attempted has been deemed abusive or is otherwise disallowed", subcode=1390008
            ),
        }
        answer = answers[fault].answer
        if fault == "429":
            answer.headers.update(_usage(Spent(CALLS.calls, 0, reset, over=True), self.world.now()))
        return answer

    def _call(self, act: Act) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint: version, token, allowance, then the act; every answer tells the usage."""

        async def endpoint(request: Request) -> Response:
            graph.version(request)
            given = await graph.parameters(request)
            page = graph.bearer(request, given, self.world.accounts.facebook)
            spent = spend(self.world, CALLS, page.id)
            try:
                if spent.over:
                    raise graph.error(80001, TOO_FAST, subcode=2446079)
                answer: Response = JSONResponse(await act(request, page, given))
            except Rejected as no:
                answer = no.answer
            answer.headers.update(_usage(spent, self.world.now()))
            return answer

        return endpoint

    async def page(self, _: Request, page: Page, given: dict[str, str]) -> Json:
        """GET /me with a page token: the page itself."""
        graph.known(given, {"fields"})
        return graph.chosen(
            {"id": page.id, "name": page.name, "username": page.username}, given.get("fields", ""), ("name",), "Page"
        )

    async def permissions(self, _: Request, page: Page, given: dict[str, str]) -> Json:
        """GET /me/permissions."""
        graph.known(given, set())
        return {"data": [{"permission": name, "status": "granted"} for name in page.permissions]}

    async def debug(self, _: Request, page: Page, given: dict[str, str]) -> Json:
        """GET /debug_token: what a token may, and until when (0: for ever); here a page's own is answered too."""
        graph.known(given, {"input_token"})
        if given.get("input_token") != page.token:
            raise graph.error(100, "(#100) The App_id in the input_token did not match the Viewing App")
        told = {"type": "PAGE", "is_valid": True, "profile_id": page.id, "scopes": list(page.permissions)}
        return {"data": {**told, "expires_at": page.expires, "data_access_expires_at": 0}}

    async def create(self, request: Request, page: Page, given: dict[str, str]) -> Json:
        """POST /{page}/feed: a status, or a draft when `published=false`, with photos that were uploaded before."""
        _own(request.path_params["page"], page)
        _may(page, "pages_manage_posts")
        graph.known(given, {"message", "link", "published", "fields"} | media.names(given))
        published = graph.flag(given, "published", default=True)
        photos, link = self.photos.named(page.id, given), given.get("link", "")
        pictured = [photo["id"] for photo in photos]
        status = self.statuses.create(page.id, given.get("message", ""), link, pictured, published=published)
        self.photos.bind(photos, status["id"])
        return graph.chosen(self._node(request, status, page), given.get("fields", ""), ("id",), "Post")

    async def upload(self, request: Request, page: Page, given: dict[str, str]) -> Json:
        """POST /{page}/photos with `published=false`: a photo that nobody sees until a status has it."""
        _own(request.path_params["page"], page)
        _may(page, "pages_manage_posts")
        graph.known(given, {"published", "alt_text_custom"})
        if graph.flag(given, "published", default=True):
            raise graph.error(100, "(#100) Only published=false is played here")
        source = (await form(request)).get(graph.FILE, b"")
        return {"id": self.photos.upload(page.id, source, given.get("alt_text_custom", ""))["id"]}

    async def listing(self, request: Request, page: Page, given: dict[str, str]) -> Json:
        """GET /{page}/published_posts."""
        _own(request.path_params["page"], page)
        _may(page, "pages_read_engagement")
        graph.known(given, {"fields", "since", "until", "limit", "after"})
        size, begin = graph.number(given, "limit", 25), graph.number(given, "after", 0)
        if size > 100:
            raise graph.error(100, "(#100) Please reduce the amount of data you're asking for, then retry your request")
        since, until = graph.number(given, "since", 0), graph.number(given, "until", 2**40)
        found = [
            s for s in self.statuses.public(page.id) if self.statuses.listed(s) and since <= s["published_at"] < until
        ]
        rows = found[::-1][begin : begin + size]
        nodes = [self._node(request, status, page) for status in rows]
        shown = [graph.chosen(node, given.get("fields", ""), ("created_time", "message"), "Post") for node in nodes]
        cursors = {"before": str(begin), "after": str(begin + len(rows))}
        return {"data": shown, "paging": {"cursors": cursors}} if shown else {"data": []}

    async def read(self, request: Request, page: Page, given: dict[str, str]) -> Json:
        """GET /{page} or /{post}."""
        if request.path_params["node"] in (page.id, page.username):
            return await self.page(request, page, given)
        graph.known(given, {"fields"})
        node = self._node(request, self._status(request, page), page)
        return graph.chosen(node, given.get("fields", ""), ("created_time", "message"), "Post")

    async def update(self, request: Request, page: Page, given: dict[str, str]) -> Json:
        """POST /{post} `is_published=true`: the draft goes out; said again, it stays out."""
        _may(page, "pages_manage_posts")
        graph.known(given, {"is_published"})
        if not graph.flag(given, "is_published", default=False):
            raise graph.error(100, "(#100) Only is_published=true is played here")
        self.statuses.publish(self._status(request, page))
        return {"success": True}

    async def delete(self, request: Request, page: Page, given: dict[str, str]) -> Json:
        """DELETE /{post}."""
        _may(page, "pages_manage_posts")
        graph.known(given, set())
        self.statuses.drop(self._status(request, page))
        return {"success": True}

    def _status(self, request: Request, page: Page) -> Json:
        """The status that the path names, if it is the page's own."""
        status = self.statuses.get(request.path_params["node"])
        if status is None or status["page"] != page.id:
            raise graph.unknown_node(request.path_params["node"])
        return status

    def _node(self, request: Request, status: Json, page: Page) -> Json:
        """A status as a Graph node; where it can be seen is the sandbox's own wall."""
        return statuses.node(
            status, page, f"{request.url.scheme}://{request.url.netloc}/?network=facebook#facebook-{status['id']}"
        )


def _own(name: str, page: Page) -> None:
    """A page token opens its own page only."""
    if name not in (page.id, page.username):
        raise graph.unknown_node(name)


def _may(page: Page, permission: str) -> None:
    """The token was granted this permission."""
    if permission not in page.permissions:
        raise graph.error(200, f"(#200) Requires {permission} permission to manage the object", status=403)


def _usage(spent: Spent, now: float) -> dict[str, str]:
    """The usage headers of every answer: percent of the allowance, and minutes until access returns."""
    percent = 100 - 100 * spent.remaining // spent.limit
    minutes = -(-(spent.reset - int(now)) // 60) if spent.over else 0
    use = {"call_count": percent, "total_cputime": 0, "total_time": 0}
    case = {"type": "pages", **use, "estimated_time_to_regain_access": minutes}
    return {"X-App-Usage": json.dumps(use), "X-Business-Use-Case-Usage": json.dumps({"sandbox": [case]})}


def network(world: World) -> Facebook:
    """Open Facebook."""
    return Facebook(world)

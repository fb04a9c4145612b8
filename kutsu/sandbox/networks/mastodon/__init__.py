"""One Mastodon server, API v1 and v2, as far as an account that publishes needs it.

From the facts: 500 characters, a link 23, both told by `/api/v2/instance`; 300 requests per 5 minutes and account, 30 deletes
per 30 minutes, reset in ISO 8601; an Idempotency-Key lives one hour per account and alone decides; `status_source` has the
text as written. Not documented, so chosen here: the own list lags 2 to 12 seconds, a reading by id not at all; a replayed key
whose status was deleted is 404; a field that is not played is refused (a real server ignores it), so that nothing is lost unseen.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kutsu.sandbox import uploads
from kutsu.sandbox.accounts import MastodonAccount
from kutsu.sandbox.answers import Rejected
from kutsu.sandbox.limits import Allowance, Spent, spend
from kutsu.sandbox.media import Shown
from kutsu.sandbox.networks import No, Publication
from kutsu.sandbox.networks.mastodon import media, statuses, text, words
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World, stamp

CALLS, DELETES = Allowance("mastodon", 300, 5 * 60), Allowance("mastodon-delete", 30, 30 * 60)
UPLOADS = Allowance("mastodon-media", 30, 30 * 60)

Act = Callable[[Request, MastodonAccount], Awaitable[Any]]


class Mastodon:
    """Mastodon as its clients meet it."""

    name, title = "mastodon", "Mastodon"

    def __init__(self, world: World) -> None:
        """Play Mastodon in this world."""
        self.world = world
        self.statuses = statuses.Statuses(world)

    def routes(self) -> list[Route]:
        """The endpoints that are played."""
        read, write = "read:statuses", "write:statuses"
        one = "/api/v1/statuses/{id}"
        return [
            Route("/api/v2/instance", self.instance),
            Route("/api/v2/instance/", self.instance),  # as Mastodon.py asks
            Route("/api/v1/apps/verify_credentials", self._call(self.app, "")),
            Route("/api/v1/accounts/verify_credentials", self._call(self.me, "read:accounts")),
            Route("/api/v1/accounts/{id}/statuses", self._call(self.listing, read)),
            Route("/api/v2/media", self._call(self.upload, "write:media", UPLOADS), methods=["POST"]),
            Route("/api/v1/media/{id}", self._call(self.medium, "write:media")),
            Route("/api/v1/statuses", self._call(self.create, write), methods=["POST"]),
            Route(one, self._call(self.delete, write, DELETES), methods=["DELETE"]),
            Route(one, self._call(self.read, read)),
            Route(one + "/source", self._call(self.source, read)),
        ]

    def control(self) -> list[Route]:
        """Nothing: the accounts stand in the file."""
        return []

    def published(self) -> Iterable[Publication]:
        """Every status that is out, in the words that were given."""
        accounts = {account.id: account for account in self.world.accounts.mastodon}
        for status in self.statuses.every():
            account = accounts[status["account"]]
            yield Publication(
                network=self.name,
                account=account.username,
                language=status["language"],
                id=status["id"],
                published_at=status["at"],
                visible=self.statuses.listed(status),
                text=status["text"],
                link=text.first_link(status["text"]),
                pictures=[Shown(medium["digest"], medium["description"]) for medium in status.get("media", [])],
                extra={"name": account.name, "warning": status["spoiler_text"]},
            )

    def no(self, fault: No, reset: int) -> Response:
        """Mastodon's own words for a fault."""
        answers = {
            "401": words.unauthorized(),
            "429": words.hurried(Spent(CALLS.calls, 0, reset, over=True)),
            "500": words.error(503, "There was a temporary problem serving your request, please try again"),
            "refused": words.invalid("Text can't be blank"),
        }
        return answers[fault].answer

    def _call(self, act: Act, scope: str, allowance: Allowance = CALLS) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint: whose token, is anything left of the allowance, then the act; every answer tells what is left."""

        async def endpoint(request: Request) -> Response:
            account = words.bearer(request, self.world.accounts.mastodon, scope)
            spent = spend(self.world, allowance, account.id)
            if spent.over:
                raise words.hurried(spent)
            try:
                said = await act(request, account)
                answer: Response = said if isinstance(said, Response) else JSONResponse(said)
            except Rejected as no:
                answer = no.answer
            answer.headers.update(words.told(spent))
            return answer

        return endpoint

    async def instance(self, request: Request) -> Response:
        """GET /api/v2/instance, open to all: what a status may be here."""
        limits = {
            "max_characters": text.LIMIT,
            "characters_reserved_per_url": text.PER_LINK,
            "max_media_attachments": media.MOST,
        }
        return JSONResponse(
            {
                "domain": request.url.netloc,
                "title": "Sandbox",
                "version": "4.5.0",
                "configuration": {"statuses": limits, "media_attachments": media.LIMITS},
                "api_versions": {"mastodon": 7},
            }
        )

    async def me(self, request: Request, account: MastodonAccount) -> Json:
        """GET verify_credentials."""
        words.query(request, ())
        return _person(request, account)

    async def app(self, request: Request, account: MastodonAccount) -> Json:
        """GET the app of the token, with the scopes that it may ask for (since 4.3)."""
        words.query(request, ())
        return {"id": account.id, "name": "Kutsu", "website": None, "scopes": list(account.scopes), "redirect_uris": []}

    async def upload(self, request: Request, account: MastodonAccount) -> Response:
        """POST a picture: 200 when it is ready, 202 while it is worked on."""
        return self._medium(request, media.upload(self.world, account.id, await uploads.form(request)), 202)

    async def medium(self, request: Request, account: MastodonAccount) -> Response:
        """GET a picture that no status has yet: 206 while it is worked on."""
        return self._medium(request, media.unattached(self.world, account.id, request.path_params["id"]), 206)

    def _medium(self, request: Request, medium: Json, unready: int) -> Response:
        """The answer about a picture."""
        now = self.world.now()
        return JSONResponse(media.entity(medium, _address(request), now), 200 if media.ready(medium, now) else unready)

    async def create(self, request: Request, account: MastodonAccount) -> Json:
        """POST a status."""
        given = await words.fields(request, statuses.FIELDS)
        key = request.headers.get("idempotency-key", "")
        return _entity(request, self.statuses.create(account, given, key), account)

    async def listing(self, request: Request, _: MastodonAccount) -> list[Json]:
        """GET the statuses of an account."""
        asked = next((one for one in self.world.accounts.mastodon if one.id == request.path_params["id"]), None)
        if asked is None:
            raise words.missing()
        found = self.statuses.page(asked.id, words.query(request, statuses.LISTING))
        return [_entity(request, status, asked) for status in found]

    async def read(self, request: Request, account: MastodonAccount) -> Json:
        """GET one of the account's own statuses."""
        return _entity(request, self.statuses.own(account, request.path_params["id"]), account)

    async def source(self, request: Request, account: MastodonAccount) -> Json:
        """GET a status as it was written."""
        status = self.statuses.own(account, request.path_params["id"])
        return {name: status[name] for name in ("id", "text", "spoiler_text")}

    async def delete(self, request: Request, account: MastodonAccount) -> Json:
        """DELETE a status; the answer has its text, as for writing it anew."""
        status = self.statuses.own(account, request.path_params["id"])
        self.statuses.drop(status)
        return {**_entity(request, status, account), "text": status["text"]}


def _person(request: Request, account: MastodonAccount) -> Json:
    """An account as Mastodon shows it."""
    names = {"username": account.username, "acct": account.username, "display_name": account.name}
    return {"id": account.id, **names, "url": f"{_address(request)}/?network=mastodon"}


def _entity(request: Request, status: Json, account: MastodonAccount) -> Json:
    """A status as Mastodon shows it; where it can be seen is the sandbox's own wall."""
    where = f"{_address(request)}/?network=mastodon#mastodon-{status['id']}"
    shown = {name: status[name] for name in ("id", "language", "visibility", "spoiler_text")}
    person = _person(request, account)
    made = {"created_at": stamp(status["at"]), "content": text.as_html(status["text"])}
    pictures = [media.entity(medium, _address(request), status["at"]) for medium in status.get("media", [])]
    return {
        **shown,
        **made,
        "url": where,
        "uri": where,
        "account": person,
        "reblog": None,
        "media_attachments": pictures,
    }


def _address(request: Request) -> str:
    """Where this server is reached."""
    return f"{request.url.scheme}://{request.url.netloc}"


def network(world: World) -> Mastodon:
    """Open Mastodon."""
    return Mastodon(world)

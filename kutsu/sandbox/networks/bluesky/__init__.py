"""Bluesky, the AT Protocol's XRPC, as far as an account that publishes needs it.

From the facts: 300 graphemes and 3,000 bytes; a record under a key of one's own, which must be a TID; `swapRecord` null
creates and never overwrites; createSession 30 times in 5 minutes per account, 3,000 requests in 5 minutes, 5,000 points an
hour (a create costs 3, a delete 1); rate headers with the reset in epoch seconds.
Chosen here: a record reads back at once, as from one's own server; records other than posts, embeds other than images, and the
address of another server in the answer to a login (`didDoc`, which is optional) are not played.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Iterable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kutsu.sandbox.accounts import BlueskyAccount
from kutsu.sandbox.answers import Rejected, json_object
from kutsu.sandbox.limits import Allowance, Spent, spend
from kutsu.sandbox.networks import No, Publication
from kutsu.sandbox.networks.bluesky import media, records, tokens, words
from kutsu.sandbox.networks.bluesky.repository import SHELF, Repository
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World

REQUESTS = Allowance("bluesky-requests", 3000, 300)
LOGINS = Allowance("bluesky-logins", 30, 300)
PUTS = Allowance("bluesky-puts", 5000 // 3, 3600)
DELETES = Allowance("bluesky-deletes", 5000, 3600)

Act = Callable[[Request], Awaitable[Json]]


class Bluesky:
    """Bluesky as its clients meet it."""

    name, title = "bluesky", "Bluesky"

    def __init__(self, world: World) -> None:
        """Play Bluesky in this world."""
        self.world = world

    def routes(self) -> list[Route]:
        """The procedures and queries of XRPC that are played."""
        server, repo = "/xrpc/com.atproto.server", "/xrpc/com.atproto.repo"
        return [
            Route(f"{server}.createSession", self._call(self.create_session), methods=["POST"]),
            Route(f"{server}.refreshSession", self._call(self.refresh_session), methods=["POST"]),
            Route(f"{server}.getSession", self._call(self.get_session)),
            Route(f"{repo}.uploadBlob", self._call(self.upload), methods=["POST"]),
            Route(f"{repo}.putRecord", self._call(self.put), methods=["POST"]),
            Route(f"{repo}.deleteRecord", self._call(self.delete), methods=["POST"]),
            Route(f"{repo}.getRecord", self._call(self.get)),
            Route(f"{repo}.listRecords", self._call(self.list)),
        ]

    def control(self) -> list[Route]:
        """Nothing: the accounts stand in the file."""
        return []

    def published(self) -> Iterable[Publication]:
        """Every post that is out."""
        accounts = {account.did: account for account in self.world.accounts.bluesky}
        for row in self.world.store.every(SHELF):
            account, record = accounts[row["did"]], row["value"]
            features = [feature for facet in record.get("facets", []) for feature in facet["features"]]
            yield Publication(
                network=self.name,
                account=account.handle,
                language=next(iter(record.get("langs", [])), account.language),
                id=row["uri"],
                published_at=row["at"],
                visible=True,
                text=record["text"],
                link=next((feature["uri"] for feature in features if "uri" in feature), ""),
                pictures=media.shown(self.world, row["did"], record),
                extra={"name": account.name, "tags": [feature["tag"] for feature in features if "tag" in feature]},
            )

    def no(self, fault: No, reset: int) -> Response:
        """Bluesky's own words for a fault."""
        answers = {
            "401": words.stranger(),
            "429": words.hurried(PUTS, Spent(PUTS.calls, 0, reset, over=True)),
            "500": words.no(500, "InternalServerError", "Internal Server Error"),
            "refused": words.invalid("Input was refused"),
        }
        return answers[fault].answer

    def _call(self, act: Act) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint: is anything left of the allowance, then the act; every answer tells what is left."""

        async def endpoint(request: Request) -> Response:
            spent = self._spend(REQUESTS, request.client.host if request.client else "")
            try:
                answer: Response = JSONResponse(await act(request))
            except Rejected as refused:
                answer = refused.answer
            for name, value in words.told(REQUESTS, spent).items():
                answer.headers.setdefault(name, value)
            return answer

        return endpoint

    def _spend(self, allowance: Allowance, who: str) -> Spent:
        """Spend one call of `who`, when there is one left."""
        spent = spend(self.world, allowance, who)
        if spent.over:
            raise words.hurried(allowance, spent)
        return spent

    async def create_session(self, request: Request) -> Json:
        """Log in with handle or DID and an app password."""
        body = await _body(request)
        identifier, password = str(body.get("identifier", "")).lower(), str(body.get("password", ""))
        self._spend(LOGINS, identifier)
        for account in self.world.accounts.bluesky:
            known = identifier in (account.handle, account.did)
            if known and hmac.compare_digest(password.encode(), account.app_password.encode()):
                return self._session(account)
        raise words.no(401, "AuthenticationRequired", "Invalid identifier or password")

    async def refresh_session(self, request: Request) -> Json:
        """Renew both tokens with the long one."""
        return self._session(self._account(request, "refresh"))

    async def get_session(self, request: Request) -> Json:
        """Who is logged in."""
        account = self._account(request)
        return {"did": account.did, "handle": account.handle, "active": True}

    async def upload(self, request: Request) -> Json:
        """Take the bytes of a picture."""
        did, kind = self._account(request).did, request.headers.get("content-type", "")
        return media.upload(self.world, did, await request.body(), kind)

    async def put(self, request: Request) -> Json:
        """Write a record."""
        body, repository = await self._own(request)
        self._spend(PUTS, repository.did)
        return repository.put(body)

    async def delete(self, request: Request) -> Json:
        """Delete a record."""
        body, repository = await self._own(request)
        self._spend(DELETES, repository.did)
        return repository.delete(str(body.get("rkey", "")))

    async def get(self, request: Request) -> Json:
        """Read a record; it is public, but a token that is shown has to be right."""
        asked = request.query_params
        return self._public(request).get(asked.get("rkey", ""))

    async def list(self, request: Request) -> Json:
        """List records; they are public."""
        return self._public(request).list(request.query_params)

    def _session(self, account: BlueskyAccount) -> Json:
        """The answer to a login and to a renewal."""
        jwts = {f"{use}Jwt": tokens.issue(account.did, use, self.world.now()) for use in tokens.LIVES}
        return {"did": account.did, "handle": account.handle, "active": True, **jwts}

    def _account(self, request: Request, use: str = "access") -> BlueskyAccount:
        """Whose token this is."""
        did = tokens.owner(request.headers.get("authorization", ""), use, self.world.now())
        return next(account for account in self.world.accounts.bluesky if account.did == did)

    async def _own(self, request: Request) -> tuple[Json, Repository]:
        """The input of a write and the repository of who is logged in; another's is refused."""
        account, body = self._account(request), await _body(request)
        if body.get("repo") not in (account.did, account.handle):
            raise words.invalid("Could not write to this repo")
        _known(body.get("collection"))
        return body, Repository(self.world, account.did)

    def _public(self, request: Request) -> Repository:
        """The repository that a query names."""
        if "authorization" in request.headers:
            self._account(request)
        _known(request.query_params.get("collection"))
        repo = request.query_params.get("repo")
        for account in self.world.accounts.bluesky:
            if repo in (account.did, account.handle):
                return Repository(self.world, account.did)
        raise words.invalid(f"Could not find repo: {repo}")


def _known(collection: object) -> None:
    """Whether the sandbox plays this collection."""
    if collection != records.COLLECTION:
        raise words.invalid(f"Lexicon not found: lex:{collection}")


async def _body(request: Request) -> Json:
    """The JSON object of a procedure's input."""
    body = await json_object(request)
    if body is None:
        raise words.invalid("Expected a JSON object as request body")
    return body


def network(world: World) -> Bluesky:
    """Open Bluesky."""
    return Bluesky(world)

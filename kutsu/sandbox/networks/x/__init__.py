"""X, API v2, as far as an account that publishes needs it.

From the facts: 280 weighted characters; 100 posts per 15 minutes and user, 900 reads of the own timeline; no idempotency key;
the same text again is 403 without an id; every link comes back as a t.co; unknown fields are refused.
Not documented by X, so chosen here: the timeline lags 5 to 20 seconds and a reading by id a fifth of that; the duplicate
rule looks back ten minutes, which is short on purpose, so that who leans on it is found out.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kutsu.sandbox import uploads
from kutsu.sandbox.accounts import XAccount
from kutsu.sandbox.answers import Rejected, json_object
from kutsu.sandbox.limits import Allowance, Spent, spend
from kutsu.sandbox.media import Shown
from kutsu.sandbox.networks import No, Publication
from kutsu.sandbox.networks.x import media, oauth, reading, text, words
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World

SHELF = "x"
QUARTER = 15 * 60
WRITES, DELETES = Allowance("x-create", 100, QUARTER), Allowance("x-delete", 50, QUARTER)
TIMELINE, READS = Allowance("x-timeline", 900, QUARTER), Allowance("x-read", 900, QUARTER)
ME = Allowance("x-me", 75, QUARTER)
UPLOADS, ALTS = Allowance("x-upload", 500, QUARTER), Allowance("x-alt", 500, QUARTER)
DUPLICATE_SECONDS = 600
SNOWFLAKE_EPOCH_MS = 1288834974657
REPLIERS = ("following", "mentionedUsers", "subscribers", "verified")

Act = Callable[[Request, XAccount], Awaitable[Json]]


class X:
    """X as its clients meet it."""

    name, title = "x", "X"

    def __init__(self, world: World) -> None:
        """Play X in this world."""
        self.world = world

    def routes(self) -> list[Route]:
        """The endpoints of API v2 that are played."""
        return [
            Route("/2/users/me", self._call(self.me, ME)),
            Route("/2/users/{id}/tweets", self._call(self.timeline, TIMELINE)),
            Route("/2/media/upload", self._call(self.upload, UPLOADS), methods=["POST"]),
            Route("/2/media/metadata", self._call(self.describe, ALTS), methods=["POST"]),
            Route("/2/tweets", self._call(self.create, WRITES, 201), methods=["POST"]),
            Route("/2/tweets/{id}", self._call(self.delete, DELETES), methods=["DELETE"]),
            Route("/2/tweets/{id}", self._call(self.read, READS)),
        ]

    def control(self) -> list[Route]:
        """Nothing: the accounts stand in the file."""
        return []

    def published(self) -> Iterable[Publication]:
        """Every post that is out, with its own text: residents see links, not t.co."""
        accounts = {account.id: account for account in self.world.accounts.x}
        for tweet in self.world.store.every(SHELF):
            account = accounts[tweet["author_id"]]
            _, links = text.wrapped(tweet["text"], tweet["id"])
            yield Publication(
                network=self.name,
                account=account.username,
                language=account.language,
                id=tweet["id"],
                published_at=tweet["at"],
                visible=reading.shown(tweet, self.world.now()),
                text=tweet["text"],
                link=links[0]["expanded_url"] if links else "",
                pictures=[Shown(medium["digest"], medium["alt"]) for medium in tweet.get("media", [])],
                extra={"name": account.name},
            )

    def no(self, fault: No, reset: int) -> Response:
        """X's own words for a fault."""
        answers = {
            "401": words.unauthorized(),
            "429": _hurried(Spent(WRITES.calls, 0, reset, over=True)),
            "500": words.problem(503, "Service Unavailable", "Service Unavailable"),
            "refused": words.forbidden("You are not permitted to perform this action."),
        }
        return answers[fault].answer

    def _call(self, act: Act, allowance: Allowance, status: int = 200) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint: who signed, is anything left of the allowance, then the act; every answer tells what is left."""

        async def endpoint(request: Request) -> Response:
            account = oauth.signer(request, self.world.accounts.x)
            if account is None:
                raise words.unauthorized()
            spent = spend(self.world, allowance, account.id)
            if spent.over:
                raise _hurried(spent)
            try:
                answer: Response = JSONResponse(await act(request, account), status)
            except Rejected as no:
                answer = no.answer
            answer.headers.update({**_told(spent), "x-access-level": account.access})
            return answer

        return endpoint

    async def me(self, request: Request, account: XAccount) -> Json:
        """GET /2/users/me."""
        words.query(request, ["user.fields", "expansions", "tweet.fields"])
        return {"data": {"id": account.id, "name": account.name, "username": account.username}}

    async def create(self, request: Request, account: XAccount) -> Json:
        """POST /2/tweets."""
        body = await json_object(request)
        if body is None:
            raise words.invalid("body", "", "Request body is not a JSON object")
        for name in sorted(body.keys() - {"text", "reply_settings", "media"}):
            raise words.invalid(name, str(body[name]), f"[$.{name}: is not defined in the schema]")
        if body.get("reply_settings", REPLIERS[0]) not in REPLIERS:
            raise words.invalid("reply_settings", str(body["reply_settings"]), f"is not one of {list(REPLIERS)}")
        given = body.get("text")
        if not isinstance(given, str) or not given.strip():
            raise words.invalid("text", str(given), "[$.text: is missing or empty]")
        return {"data": self._publish(given, body.get("media"), account)}

    async def upload(self, request: Request, account: XAccount) -> Json:
        """POST /2/media/upload."""
        return media.upload(self.world, account.id, await uploads.form(request), self._snowflake(self.world.now()))

    async def describe(self, request: Request, account: XAccount) -> Json:
        """POST /2/media/metadata."""
        return media.describe(self.world, account.id, await json_object(request))

    def _snowflake(self, now: float) -> int:
        """The next id of a post or of a picture."""
        return self.world.store.rise("x-snowflake", int(now * 1000 - SNOWFLAKE_EPOCH_MS) << 22)

    def _publish(self, given: str, pictures: object, account: XAccount) -> Json:
        """Put a text out with its pictures, when it fits and is not said twice."""
        if not text.fits(given):
            raise words.forbidden("Your Tweet text is too long.")
        now = self.world.now()
        for earlier in self.world.store.every(SHELF, account.id):
            if earlier["text"] == given and now - earlier["at"] < DUPLICATE_SECONDS:
                raise words.forbidden("You are not allowed to create a Tweet with duplicate content.")
        number = str(self._snowflake(now))
        attached = media.attach(self.world, account.id, pictures, number)
        tweet: Json = {"id": number, "text": given, "author_id": account.id, "at": now, "media": attached}
        self.world.store.put(SHELF, tweet["id"], tweet, account.id)
        return reading.public(tweet, words.PUBLIC)

    async def read(self, request: Request, _: XAccount) -> Json:
        """GET /2/tweets/:id; an id that is not shown yet is answered as one that never was."""
        given = words.query(request, ["tweet.fields", "expansions", "user.fields", "media.fields"])
        tweet = self.world.store.get(SHELF, request.path_params["id"])
        if tweet is None or not reading.shown(tweet, self.world.now(), reading.BY_ID_SHARE):
            return words.missing("id", request.path_params["id"], "tweet")
        shown = reading.public(tweet, words.fields(given.get("tweet.fields", "")))
        return {"data": shown} | media.included([tweet], given)

    async def timeline(self, request: Request, _: XAccount) -> Json:
        """GET /2/users/:id/tweets, newest first."""
        user = request.path_params["id"]
        if user not in {account.id for account in self.world.accounts.x}:
            return words.missing("id", user, "user")
        given = words.query(request, reading.PARAMETERS.split())
        return reading.timeline(self.world.store.every(SHELF, user), given, self.world.now())

    async def delete(self, request: Request, account: XAccount) -> Json:
        """DELETE /2/tweets/:id."""
        tweet = self.world.store.get(SHELF, request.path_params["id"])
        if tweet is not None and tweet["author_id"] != account.id:
            raise words.forbidden("You are not authorized to delete this Tweet.")
        self.world.store.drop(SHELF, request.path_params["id"])
        return {"data": {"deleted": tweet is not None}}


def _told(spent: Spent) -> dict[str, str]:
    """The rate headers of every answer; the reset in epoch seconds."""
    names = ("limit", "remaining", "reset")
    return {f"x-rate-limit-{name}": str(getattr(spent, name)) for name in names}


def _hurried(spent: Spent) -> Rejected:
    """429 with its reset."""
    no = words.problem(429, "Too Many Requests", "Too Many Requests")
    no.answer.headers.update(_told(spent))
    return no


def network(world: World) -> X:
    """Open X."""
    return X(world)

"""SendGrid, Web API v3, as far as who sends mail needs it.

From the facts: 202 with an empty body and X-Message-Id says queued; no idempotency key and no read-back; one bad or double
address and the whole request is 400; what is asked of `asm` must exist; the sender must be a verified one. Mail to a person
on a suppression list is dropped, which only the events tell.
Hearsay is of 600 requests a minute and of 10,000 a second; chosen here: 6,000 a minute.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kutsu.sandbox.accounts import Group, MailAccount
from kutsu.sandbox.answers import Rejected, json_object
from kutsu.sandbox.limits import Allowance, Spent, spend
from kutsu.sandbox.networks import No, Publication
from kutsu.sandbox.networks.sendgrid.batches import Batches
from kutsu.sandbox.networks.sendgrid.letter import Letter, broken_rules, wrongs
from kutsu.sandbox.networks.sendgrid.lists import NAMES, Lists
from kutsu.sandbox.networks.sendgrid.no import errors
from kutsu.sandbox.networks.sendgrid.outbox import Outbox
from kutsu.sandbox.networks.sendgrid.webhook import Webhook
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World

CALLS = Allowance("sendgrid", 6000, 60)
LARGEST = 30 * 1000 * 1000
HTML_LANGUAGE = re.compile(r"<html[^>]*\blang=[\"']?([A-Za-z]{2,3})", re.IGNORECASE)
LINK = re.compile(r"https?://[^\s<>\"]+")

Act = Callable[[Request, MailAccount], Awaitable[Response]]


class SendGrid:
    """SendGrid as its clients meet it."""

    name, title = "sendgrid", "Mail"

    def __init__(self, world: World) -> None:
        """Play SendGrid in this world."""
        self.world = world
        self.lists = Lists(world)
        self.outbox = Outbox(world, self.lists)
        self.batches = Batches(world, self.outbox)
        self.webhook = Webhook(world, self.outbox)

    def routes(self) -> list[Route]:
        """The endpoints of v3 that are played."""
        group = "/v3/asm/groups/{id:int}"
        return [
            Route("/v3/mail/send", self._call(self.send, "mail.send"), methods=["POST"]),
            Route("/v3/scopes", self._call(self.scopes, "")),
            Route("/v3/asm/groups", self._call(self.groups, "asm.groups.read")),
            Route(group, self._call(self.group, "asm.groups.read")),
            Route(f"{group}/suppressions", self._call(self.suppressed, "asm.groups.suppressions.read")),
            Route(
                f"{group}/suppressions", self._call(self.suppress, "asm.groups.suppressions.create"), methods=["POST"]
            ),
            *(Route(f"/v3/suppression/{name}", self._call(self.listed, "suppression.read")) for name in NAMES),
            *self._batches(),
            *self._account(),
        ]

    def _batches(self) -> list[Route]:
        """The endpoints of what waits for its time."""
        batch, stops, do = "/v3/mail/batch", "/v3/user/scheduled_sends", "user.scheduled_sends"
        return [
            Route(batch, self._call(self.batches.create, "mail.batch.create"), methods=["POST"]),
            Route(f"{batch}/{{batch}}", self._call(self.batches.valid, "mail.batch.read")),
            Route(stops, self._call(self.batches.every, f"{do}.read")),
            Route(stops, self._call(self.batches.stop, f"{do}.create"), methods=["POST"]),
            Route(f"{stops}/{{batch}}", self._call(self.batches.one, f"{do}.read")),
            Route(f"{stops}/{{batch}}", self._call(self.batches.change, f"{do}.update"), methods=["PATCH"]),
            Route(f"{stops}/{{batch}}", self._call(self.batches.lift, f"{do}.delete"), methods=["DELETE"]),
        ]

    def _account(self) -> list[Route]:
        """The endpoints that tell of the account itself."""
        settings = "user.webhooks.event.settings.read"
        return [
            Route("/v3/user/credits", self._call(self.credits, "user.credits.read")),
            Route("/v3/whitelabel/domains", self._call(self.domains, "whitelabel.read")),
            Route("/v3/user/webhooks/event/settings/all", self._call(self.webhook.settings, settings)),
        ]

    def control(self) -> list[Route]:
        """The event webhook; the keys stand in the file."""
        return self.webhook.routes()

    def published(self) -> Iterable[Publication]:
        """Every mail whose time has come."""
        return (_publication(mail) for mail in self.outbox.due())

    def no(self, fault: No, reset: int) -> Response:
        """SendGrid's own words for a fault."""
        answers = {
            "401": errors(401, (None, "The provided authorization grant is invalid, expired, or revoked")),
            "429": errors(429, (None, "too many requests")),
            "500": errors(500, (None, "Internal server error")),
            "refused": errors(403, (None, "You do not have permission to send mail: this account is under review.")),
        }
        answer = answers[fault].answer
        answer.headers.update(_told(Spent(CALLS.calls, 0, reset, over=True)) if fault == "429" else {})
        return answer

    def _call(self, act: Act, scope: str) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint: key, scope, allowance, then the act; every answer tells what is left."""

        async def endpoint(request: Request) -> Response:
            key = request.headers.get("authorization", "").removeprefix("Bearer ")
            account = next((one for one in self.world.accounts.sendgrid if one.key == key), None)
            if account is None:
                return self.no("401", 0)
            spent = spend(self.world, CALLS, account.key)
            if spent.over:
                return self.no("429", spent.reset)
            try:
                if scope and scope not in account.scopes:
                    raise errors(403, (None, "access forbidden"))
                answer = await act(request, account)
            except Rejected as no:
                answer = no.answer
            answer.headers.update(_told(spent))
            return answer

        return endpoint

    async def scopes(self, _: Request, account: MailAccount) -> Response:
        """GET /v3/scopes: what this key may do."""
        return JSONResponse({"scopes": sorted(account.scopes)})

    async def credits(self, _: Request, account: MailAccount) -> Response:
        """GET /v3/user/credits: what is left of the month."""
        left = {"remain": account.credits, "total": account.credits, "overage": 0, "used": 0}
        return JSONResponse(
            {**left, "last_reset": "2026-11-01", "next_reset": "2026-12-01", "reset_frequency": "monthly"}
        )

    async def domains(self, _: Request, account: MailAccount) -> Response:
        """GET /v3/whitelabel/domains: those that are authenticated."""
        named = (sender for sender in account.senders if "@" not in sender)
        return JSONResponse([{"id": at, "domain": domain, "valid": True} for at, domain in enumerate(named)])

    async def groups(self, _: Request, account: MailAccount) -> Response:
        """GET /v3/asm/groups."""
        return JSONResponse([self._group(group) for group in account.groups])

    async def group(self, request: Request, account: MailAccount) -> Response:
        """GET /v3/asm/groups/{id}."""
        return JSONResponse(self._group(_of(account, request.path_params["id"])))

    async def suppressed(self, request: Request, account: MailAccount) -> Response:
        """GET /v3/asm/groups/{id}/suppressions: who has left the group."""
        return JSONResponse(self.outbox.left(_of(account, request.path_params["id"]).id))

    async def suppress(self, request: Request, account: MailAccount) -> Response:
        """POST /v3/asm/groups/{id}/suppressions: these people leave the group."""
        group = _of(account, request.path_params["id"])
        body = await json_object(request)
        people = body.get("recipient_emails") if body and body.keys() == {"recipient_emails"} else None
        if not isinstance(people, list) or not all(isinstance(one, str) for one in people):
            raise errors(400, ("recipient_emails", "The recipient_emails parameter is required."))
        for one in people:
            self.outbox.leave(group.id, one)
        return JSONResponse({"recipient_emails": people}, 201)

    async def listed(self, request: Request, _: MailAccount) -> Response:
        """GET /v3/suppression/…: a page of one list."""
        self.outbox.settle()
        return JSONResponse(self.lists.page(request.url.path.rpartition("/")[2], request.query_params))

    async def send(self, request: Request, account: MailAccount) -> Response:
        """POST /v3/mail/send: all of it is taken, or nothing."""
        body = await request.body()
        if len(body) >= LARGEST:
            raise errors(413, (None, "The payload is larger than 30 MB."))
        try:
            letter = Letter.model_validate_json(body)
        except ValidationError as error:
            raise errors(400, *wrongs(error)) from None
        if wrong := list(broken_rules(letter, self.world.now())):
            raise errors(400, *wrong)
        if not _verified(letter.sender.email, account):
            raise errors(403, ("from", "The from address does not match a verified Sender Identity."))
        if letter.asm and letter.asm.group_id not in {group.id for group in account.groups}:
            raise errors(400, ("asm.group_id", "The group_id does not exist."))
        if letter.batch_id is not None and not self.batches.known(letter.batch_id, account):
            raise errors(400, ("batch_id", "The batch_id is invalid."))
        return Response(status_code=202, headers={"X-Message-Id": self.outbox.queue(letter, account)})

    def _group(self, group: Group) -> Json:
        """A group as SendGrid gives it."""
        facts = {"id": group.id, "name": group.name, "description": group.description, "is_default": False}
        return facts | {"unsubscribes": len(self.outbox.left(group.id))}


def _publication(mail: Json) -> Publication:
    """A mail for the wall; its language is its Content-Language, else the `lang` of its HTML."""
    html, plain = mail["content"].get("text/html", ""), mail["content"].get("text/plain", "")
    marked, link = HTML_LANGUAGE.search(html), LINK.search(plain)
    names = ("recipients", "sender", "sender_name", "group", "headers", "dropped", "returned", "attachments")
    return Publication(
        network=SendGrid.name,
        account=mail["sender"],
        language=mail["headers"].get("content-language", "")[:2] or (marked[1].lower() if marked else ""),
        id=mail["id"],
        published_at=mail["at"],
        visible=True,
        text=plain,
        subject=mail["subject"],
        link=link[0].rstrip(".,)") if link else "",
        extra={name: mail[name] for name in names} | {"html": html},
    )


def _of(account: MailAccount, number: int) -> Group:
    """The account's group with this number; 404 when there is none."""
    for group in account.groups:
        if group.id == number:
            return group
    raise errors(404, (None, "resource not found"))


def _verified(sender: str, account: MailAccount) -> bool:
    """Whether the sender, or its whole domain, is verified."""
    return bool({sender.casefold(), sender.casefold().rpartition("@")[2]} & set(account.senders))


def _told(spent: Spent) -> dict[str, str]:
    """The rate headers of every answer; the reset in epoch seconds."""
    names = ("Limit", "Remaining", "Reset")
    return {f"X-RateLimit-{name}": str(getattr(spent, name.lower())) for name in names}


def network(world: World) -> SendGrid:
    """Open SendGrid."""
    return SendGrid(world)

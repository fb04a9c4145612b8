"""What SendGrid tells afterwards: its suppression lists, and the signed event webhook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import requests
from sendgrid.helpers.eventwebhook import EventWebhook, EventWebhookHeader

from kutsu.sandbox.networks.sendgrid import webhook
from tests.sandbox.clients import MAIL_KEY, letter, mail, published, until
from tests.sandbox.conftest import SHOWN

ODD = ("bounce-1@example.org", "block-1@example.org", "invalid-1@example.org", "spam-1@example.org")


class Ear:
    """A receiver that keeps what it gets; of its answers the first ones are `broken`."""

    def __init__(self, broken: int = 0) -> None:
        """Say no so often before the first yes."""
        self.broken, self.heard = broken, list[tuple[dict[str, str], bytes]]()

    def events(self) -> list[dict[str, Any]]:
        """All events, in the order in which they came."""
        return [event for _, body in self.heard for event in json.loads(body)]


@contextmanager
def listening(ear: Ear) -> Iterator[str]:
    """The address at which this ear listens."""

    class Turn(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            ear.heard.append((dict(self.headers.items()), body))
            self.send_response(503 if len(ear.heard) <= ear.broken else 204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Turn) as running:
        Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/events"
        running.shutdown()


def control(sandbox: str, method: str, place: str = "", **body: Any) -> Any:
    """Ask the control API of the webhook."""
    answer = requests.request(method, f"{sandbox}/_sandbox/sendgrid/webhook{place}", json=body, timeout=10)
    answer.raise_for_status()
    return answer.json() if answer.content else None


def send(sandbox: str, *addresses: str, **other: Any) -> str:
    """Send a mail; gives its id."""
    answer = mail(sandbox).client.mail.send.post(request_body=letter(*addresses, **other))
    return str(answer.headers["X-Message-Id"])


def test_odd_addresses_get_onto_their_lists(sandbox: str) -> None:
    """Each is taken, does not arrive (a complaint does), and stands on its list; the next mail to it is dropped, but to the blocked."""
    name = send(sandbox, *ODD, "jai@example.org")
    (row,) = published(sandbox, id=name)
    assert (row["recipients"], row["returned"]) == (["spam-1@example.org", "jai@example.org"], 3)
    client = mail(sandbox).client.suppression
    for kind, address in zip(("bounces", "blocks", "invalid_emails", "spam_reports"), ODD, strict=True):
        (listed,) = json.loads(client._(kind).get().body)
        assert (listed["email"], listed["created"] >= int(SHOWN.timestamp())) == (address, True)
    (row,) = published(sandbox, id=send(sandbox, *ODD, "jai@example.org"))
    assert (row["recipients"], row["dropped"], row["returned"]) == (["jai@example.org"], 3, 1)


def test_lists_have_pages(sandbox: str) -> None:
    """Limit, offset and the two times are kept; a longer page than 500 is refused."""
    send(sandbox, *(f"bounce-page-{number}@example.org" for number in range(3)))
    place = f"{sandbox}/sendgrid/v3/suppression/bounces"

    def page(**query: int) -> list[str]:
        rows = requests.get(place, params=query, headers=MAIL_KEY, timeout=10).json()
        return [row["email"] for row in rows if "page" in row["email"]]

    everyone = page()
    assert len(everyone) == 3
    begin = len(requests.get(place, headers=MAIL_KEY, timeout=10).json()) - 3
    assert page(limit=1, offset=begin + 1) == everyone[1:2]
    assert page(start_time=int(SHOWN.timestamp()) - 1) == everyone
    assert page(start_time=int(SHOWN.timestamp()) + 10**6) == page(end_time=1) == []
    assert requests.get(place, params={"limit": 501}, headers=MAIL_KEY, timeout=10).status_code == 400


def test_events_are_signed_and_name_their_mail(sandbox: str) -> None:
    """SendGrid's own library takes the signature; each event has our words flat, its own id, and the mail's id at its beginning."""
    people = [
        {"to": [{"email": address}], "custom_args": {"kutsu_share": "2"}} for address in (*ODD[2:], "uusi@example.org")
    ]
    name = send(sandbox, personalizations=people)
    ear = Ear()
    with listening(ear) as url:
        key = control(sandbox, "PUT", url=url, automatic=False)["public_key"]
        assert control(sandbox, "POST", "/post")["taken"]
    library, (head, body) = EventWebhook(), ear.heard[0]
    signed = (head[EventWebhookHeader.SIGNATURE], head[EventWebhookHeader.TIMESTAMP])
    assert library.verify_signature(body.decode(), *signed, library.convert_public_key_to_ecdsa(key))
    assert not library.verify_signature(body.decode() + " ", *signed, library.convert_public_key_to_ecdsa(key))
    mine = [event for event in ear.events() if event["sg_message_id"].startswith(name)]
    assert {event["kutsu_share"] for event in mine} == {"2"}
    assert len({event["sg_event_id"] for event in mine}) == len(mine)
    told = {(event["email"], event["event"]) for event in mine}
    assert {("uusi@example.org", "processed"), ("uusi@example.org", "delivered")} < told
    control(sandbox, "DELETE")


def test_each_fate_has_its_events(sandbox: str) -> None:
    """Bounced, blocked, invalid, complained of, dropped: each told in SendGrid's words."""
    odd = [address.replace("-1", "-fate") for address in ODD]
    first, second, ear = send(sandbox, *odd), send(sandbox, odd[0]), Ear()
    with listening(ear) as url:
        control(sandbox, "PUT", url=url, automatic=False)
        control(sandbox, "POST", "/post")
    story: dict[str, list[Any]] = {}
    for event in ear.events():
        if event["sg_message_id"].startswith((first, second)):
            story.setdefault(event["email"], []).append((event["event"], event.get("type") or event.get("reason", "")))
    assert story[odd[0]] == [("processed", ""), ("bounce", "bounce"), ("dropped", "Bounced Address")]
    assert story[odd[1]] == [("processed", ""), ("bounce", "blocked")]
    assert [event for event, _ in story[odd[3]]] == ["processed", "delivered", "spamreport"]
    control(sandbox, "DELETE")


def test_events_come_at_least_once(sandbox: str) -> None:
    """What was not taken comes again by itself; on demand all comes again, twice and backwards, with the same ids."""
    ear = Ear(broken=2)
    name = send(sandbox, "kerran@example.org")
    with listening(ear) as url:
        control(sandbox, "PUT", url=url)
        until(lambda: control(sandbox, "GET")["waiting"] == 0)
        assert len([event for event in ear.events() if event["sg_message_id"].startswith(name)]) > 2
        ear.heard.clear()
        control(sandbox, "POST", "/post", again=True, times=2, reversed=True)
        mine = [event for event in ear.events() if event["sg_message_id"].startswith(name)]
    assert [event["event"] for event in mine] == ["delivered", "processed"] * 2
    assert len({event["sg_event_id"] for event in mine}) == 2
    control(sandbox, "DELETE")


def test_the_headers_are_those_of_the_library() -> None:
    """The names under which SendGrid's own library looks for signature and time."""
    assert (webhook.SIGNATURE, webhook.TIMESTAMP) == (EventWebhookHeader.SIGNATURE, EventWebhookHeader.TIMESTAMP)

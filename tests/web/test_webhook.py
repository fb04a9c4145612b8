"""The event webhook: who is believed, what is taken in, and what is answered."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from sqlalchemy import select

from kutsu.core.publication import State
from kutsu.ledger.mail_tables import events, recipients
from kutsu.ledger.tables import receipts, shares
from kutsu.web.events import MOST, SIGNATURE, TIMESTAMP
from kutsu.web.signature import OLDEST, Signer
from tests.factories import NOW
from tests.ledger.works import rows
from tests.web.town import AINO, KEY, STAFF, VEIKKO, SendGrid, Town, person


def states(town: Town, key: str = KEY) -> list[str]:
    """The states of the shares of a delivery, in order."""
    with town.database.read() as connection:
        chosen = select(shares.c.state).filter_by(key=key).order_by(shares.c.share)
        return list(connection.execute(chosen).scalars())


def outcomes(town: Town) -> dict[str, str | None]:
    """What became of the mail of whom, by token."""
    return {row.token: row.outcome for row in rows(town.database, recipients)}


@pytest.mark.parametrize(
    "event", ["processed", "delivered", "bounce", "dropped", "deferred", "spamreport", "unsubscribe"]
)
@pytest.mark.parametrize("state", [State.UNCONFIRMED, State.WAITING])
def test_one_person_proves_the_request(town: Town, event: str, state: State) -> None:
    """Whatever is told of one of its people, the whole request was accepted: a share in doubt is sent, with SendGrid's id."""
    town.send([AINO, VEIKKO], ["kaisa@residents.example"], state=state)
    assert town.tell(town.sendgrid.event(event)).status_code == 204
    assert states(town) == [State.SENT, state], "another request of the same mailing is as much in doubt as before"
    assert [(row.key, row.share, row.remote_id) for row in rows(town.database, receipts)] == [(KEY, 0, "M1.recvd-1")]


def test_the_answer_may_still_come(town: Town) -> None:
    """While its publisher waits for the answer nothing is settled; once the share is in doubt, what was told before counts."""
    town.send([AINO], state=State.CLAIMED)
    town.tell(town.sendgrid.event("processed"))
    assert states(town) == [State.CLAIMED]
    town.claims.lapse(NOW + dt.timedelta(minutes=2))
    assert states(town) == [State.UNCONFIRMED]
    town.tell()
    assert states(town) == [State.SENT]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["processed", "delivered"], "delivered"),
        (["delivered", "processed", "deferred"], "delivered"),
        (["deferred", "delivered", "bounce"], "bounced"),
        (["bounce", "delivered"], "bounced"),
        (["spamreport", "delivered", "bounce"], "complained"),
        (["delivered", "unsubscribe", "open", "click", "something new"], "delivered"),
    ],
)
@pytest.mark.parametrize("together", [True, False], ids=["one batch", "one by one"])
def test_by_rank_and_not_by_arrival(town: Town, told: list[str], expected: str, together: bool) -> None:
    """Events come in any order; a late `processed` takes nothing back, a bounce may follow a delivery."""
    town.send([AINO, VEIKKO])
    batch = [town.sendgrid.event(each) for each in told]
    for each in [batch] if together else [[one] for one in batch]:
        assert town.tell(*each).status_code == 204
    assert outcomes(town) == {person(AINO): expected, person(VEIKKO): None}


def test_why_one_was_not_written_to_stays(town: Town) -> None:
    """An outcome that no provider told is no provider's to change."""
    town.send([AINO])
    with town.database.write() as connection:
        connection.execute(recipients.update().values(outcome="left"))
    town.tell(town.sendgrid.event("delivered"))
    assert outcomes(town) == {person(AINO): "left"}


@pytest.mark.parametrize(
    ("event", "more", "expected"),
    [
        ("bounce", {"type": "bounce"}, {"": "bounced"}),
        ("bounce", {"type": "blocked"}, {}),
        ("dropped", {"reason": "Invalid"}, {"": "invalid"}),
        ("dropped", {"reason": "Bounced Address"}, {"": "bounced"}),
        ("dropped", {"reason": "Spam Content (if Spam Checker app enabled)"}, {}),
        ("spamreport", {}, {"": "complained"}),
        ("unsubscribe", {}, {"residents": "left"}),
        ("group_unsubscribe", {"asm_group_id": 101}, {"residents": "left"}),
        ("group_resubscribe", {"asm_group_id": 101}, {}),
        ("deferred", {}, {}),
        ("delivered", {}, {}),
    ],
)
def test_who_is_not_written_to_again(town: Town, event: str, more: dict[str, Any], expected: dict[str, str]) -> None:
    """A dead address and a complaint end all mail, leaving ends that list; a mail that was blocked ends nothing."""
    town.send([AINO])
    town.tell(town.sendgrid.event(event, AINO.upper(), **more))
    assert town.left() == expected
    assert town.left(VEIKKO) == {}


def test_the_list_that_wrote(town: Town) -> None:
    """Lists may share one account and its webhook: the delivery tells which one was left, and the path where it is unknown."""
    town.send([AINO], key=STAFF)
    town.tell(town.sendgrid.event("unsubscribe", key=STAFF), town.sendgrid.event("unsubscribe", VEIKKO, "A/b/fi/gone/"))
    assert town.left(AINO) == {"staff": "left"}
    assert town.left(VEIKKO) == {"residents": "left"}


def test_a_replay(town: Town) -> None:
    """The same batch forty-six times is one: nothing is counted twice, and who came back meanwhile is not sent away again."""
    town.send([AINO])
    batch = [town.sendgrid.event("delivered"), town.sendgrid.event("unsubscribe")]
    assert town.tell(*batch, *batch).status_code == 204
    with town.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM suppressions")
    assert {town.tell(*batch).status_code for _ in range(45)} == {204}
    assert len(rows(town.database, events)) == 2
    assert town.left() == {}


def test_unknown_deliveries_are_kept(town: Town) -> None:
    """What is told of a mail that this ledger does not know (yet) is kept and answered with yes."""
    assert town.tell(town.sendgrid.event("processed")).status_code == 204
    assert [(row.type, row.share) for row in rows(town.database, events)] == [("processed", 0)]


def test_others_mail_is_none_of_our_business(town: Town) -> None:
    """Of mail that others send from the same account, and of who opens what, nothing is kept."""
    strange = [{"email": AINO, "event": "bounce", "sg_event_id": "1"}, {"kutsu_delivery": 7}, [], None, "bounce", 7]
    assert town.tell(*strange, town.sendgrid.event("open"), town.sendgrid.event("click")).status_code == 204
    assert rows(town.database, events) == []
    assert town.left() == {}


def test_odd_events(town: Town) -> None:
    """Values of the wrong type, far too long or missing cost neither the batch nor the event."""
    town.send([AINO])
    odd: list[dict[str, Any]] = [
        {"sg_event_id": None, "timestamp": "soon"},
        {"sg_event_id": "x" * 5000, "kutsu_share": "-1"},
        {"kutsu_share": "9" * 30, "sg_message_id": ["M"], "timestamp": 10**30},
        {"email": {"a": 1}, "sg_message_id": "M\0\ud800" * 100, "event": "delivered\0" * 9},
    ]
    told = [town.sendgrid.event("delivered") | each for each in odd]
    assert town.tell(*told).status_code == 204
    assert town.tell(*told).status_code == 204
    assert len(rows(town.database, events)) == 4


def test_no_address_is_kept(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing in the ledger and no line of any log holds an address."""
    caplog.set_level("DEBUG", "kutsu")
    town.send([AINO])
    town.tell(*(town.sendgrid.event(each) for each in ("processed", "bounce", "unsubscribe")))
    town.database.close()
    assert AINO.encode() not in (town.folder / "state" / "ledger.db").read_bytes()
    assert "residents.example" not in caplog.text
    assert "is sent" in caplog.text


def forged(town: Town, **changes: str) -> int:
    """The answer to a batch whose headers were changed."""
    body = json.dumps([town.sendgrid.event("bounce")]).encode()
    headers = town.sendgrid.headers(body) | changes
    return town.client.request("POST", "/events/sendgrid/newsletter", content=body, headers=headers).status_code


def test_who_is_believed(town: Town) -> None:
    """A signature by another key, over another body or another time, none, or one of nonsense is turned away (403)."""
    stranger = SendGrid().headers(json.dumps([town.sendgrid.event("bounce")]).encode())
    assert forged(town) == 204
    assert forged(town, **stranger) == 403
    assert forged(town, **{SIGNATURE: town.sendgrid.headers(b"[]")[SIGNATURE]}) == 403
    assert forged(town, **{TIMESTAMP: str(int(NOW.timestamp()) + 1)}) == 403
    for nonsense in ("", "AAAA", "not base64!", "=" * 5000):
        assert forged(town, **{SIGNATURE: nonsense}) == 403
    for nonsense in ("", "soon", "1e9", "9" * 400, "-1"):
        assert forged(town, **{TIMESTAMP: nonsense}) == 403
    assert len(rows(town.database, events)) == 1


def test_the_raw_body(town: Town) -> None:
    """The bytes are verified as they came: the same JSON with other blanks is another body."""
    body = json.dumps([town.sendgrid.event("bounce")]).encode()
    headers = town.sendgrid.headers(body)
    spaced = body.replace(b", ", b",\r\n ")
    assert (
        town.client.request("POST", "/events/sendgrid/newsletter", content=spaced, headers=headers).status_code == 403
    )


def test_old_and_early(town: Town) -> None:
    """A batch may be as old as SendGrid repeats it, and a little ahead of our clock, but no more."""
    now = town.clock.now().timestamp()
    ages = {0: 204, OLDEST.total_seconds(): 204, OLDEST.total_seconds() + 1: 403, -240: 204, -301: 403}
    assert {age: town.tell(at=now - age).status_code for age in ages} == ages


def test_a_channel_of_its_own(town: Town) -> None:
    """A channel without a key, or none at all, has no webhook (404), and nothing but POST is taken (405)."""
    assert town.tell(channel="partner-mail").status_code == 404
    assert town.tell(channel="nothing").status_code == 404
    assert town.client.request("GET", "/events/sendgrid/newsletter").status_code == 405


@pytest.mark.parametrize("body", [b"", b"{}", b"[", b'"x"', b"\xff\xfe", b"[" * 100_000, b"[" + b"9" * 5000 + b"]"])
def test_no_batch(town: Town, body: bytes) -> None:
    """Something that was signed and is no list of JSON is refused in words (400)."""
    headers = town.sendgrid.headers(body)
    answer = town.client.request("POST", "/events/sendgrid/newsletter", content=body, headers=headers)
    assert answer.status_code == 400


def test_a_huge_body(town: Town) -> None:
    """More than any batch of SendGrid's is not read to its end (413)."""
    body = b" " * (MOST + 1)
    headers = town.sendgrid.headers(body)
    answer = town.client.request("POST", "/events/sendgrid/newsletter", content=body, headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize("table", ["events", "suppressions", "recipients", "shares"])
def test_not_kept_not_taken(town: Town, table: str) -> None:
    """Where the ledger fails, wherever it is, SendGrid is told to come again (503), and then all of it counts."""
    town.send([AINO])
    batch = [town.sendgrid.event("bounce")]
    with town.database.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO lost")
    assert town.tell(*batch).status_code == 503
    with town.database.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE lost RENAME TO {table}")
    assert town.tell(*batch).status_code == 204
    assert (states(town), outcomes(town), town.left()) == ([State.SENT], {person(AINO): "bounced"}, {"": "bounced"})


def test_a_key_that_is_none() -> None:
    """A key that is not SendGrid's is told when it is read, not by the first batch."""
    for key in ("", "sandbox", "MFkw", SendGrid().shown[:-4]):
        with pytest.raises(ValueError, match="no verification key"):
            Signer(key)

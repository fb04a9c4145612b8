"""The traps of SendGrid's library, each closed: those that the contract does not meet already."""

from __future__ import annotations

import logging
import pickle
from io import BytesIO
from urllib.error import HTTPError

import pytest
import requests
from python_http_client.exceptions import handle_error

from kutsu.channels.email import door
from kutsu.clock import TickingClock
from kutsu.core.errors import Faulty, Held, KutsuError, Refused, Unavailable, Unconfirmed
from tests.channels.mails import mail, ours
from tests.channels.stages import Answer, server
from tests.channels.worlds import claim, message


class Asked(requests.Session):
    """A session that only notes where it was to go."""

    def request(self, method: str, url: str, *_: object, **__: object) -> requests.Response:  # type: ignore[override]  # takes whatever comes
        """Note the address, and answer with an empty list."""
        self.headers["asked"] = f"{method} {url}"
        answer = requests.Response()
        answer.status_code, answer._content = 200, b"[]"
        return answer


@pytest.mark.parametrize(("region", "host"), [("", "api.sendgrid.com"), ("eu", "api.eu.sendgrid.com")])
def test_the_region_has_its_host_and_keeps_the_door(region: str, host: str) -> None:
    """Told a region, the library makes a new client without host or timeout of ours: here every path still goes through our session."""
    session = Asked()
    door.client("key", session, region).asm.groups._("7").suppressions.get()
    assert session.headers["asked"] == f"GET https://{host}/v3/asm/groups/7/suppressions"


def test_an_unknown_region_is_told(clock: TickingClock) -> None:
    """A region that there is not would silently be the whole world."""
    with pytest.raises(Faulty, match=r"region: write \"eu\""):
        mail("", clock, ours(), region="europe")


def test_a_sender_name_cannot_smuggle_a_header_in(clock: TickingClock) -> None:
    """A line break in the name of config is a fault there."""
    with pytest.raises(Faulty, match="from_name"):
        mail("", clock, ours(), from_name="Espoo\r\nBcc: a@b.fi")


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, Refused), (401, Held), (403, Held), (404, Refused), (405, Refused), (413, Refused), (429, Unavailable)]
    + [(status, Unconfirmed) for status in (409, 500, 502, 503)],
)
def test_an_error_that_was_pickled_means_the_same(status: int, kind: type[KutsuError]) -> None:
    """The library's errors lose their class on the way through a pickle, so the status decides, before and after."""
    failure = handle_error(HTTPError("http://a", status, "reason", {}, BytesIO(b'{"errors": [{"message": "no"}]}')))  # type: ignore[arg-type]  # as the library has it
    again = pickle.loads(pickle.dumps(failure))
    assert [type(door.judge("SendGrid", each)) for each in (failure, again)] == [kind, kind]


def test_checked_only_is_not_sent(clock: TickingClock) -> None:
    """200 with an id, as in SendGrid's sandbox mode, is no mail: only 202 is."""
    people = ours().audience.recipients("fi")
    asked = claim(message(), recipients=tuple(person.token for person in people))
    with server(Answer(200, headers={"X-Message-Id": "abc"})) as (base, _), pytest.raises(Unconfirmed, match="not 202"):
        mail(base, clock, ours()).send(asked)


def test_the_library_formats_no_body(clock: TickingClock, caplog: pytest.LogCaptureFixture) -> None:
    """The library makes a line of every body for its debug log, shown or not; ours has no text, so no address can stand there."""
    people = ours().audience.recipients("fi")
    asked = claim(message(), recipients=tuple(person.token for person in people))
    logger = logging.getLogger("python_http_client.client")
    before = logger.level
    with server(Answer(202, headers={"X-Message-Id": "abc"})) as (base, _), caplog.at_level(logging.DEBUG):
        channel = mail(base, clock, ours())
        try:
            logger.setLevel(logging.DEBUG)  # `hush` counts for the parent; somebody turned this one up by itself
            channel.send(asked)
        finally:
            logger.setLevel(before)
    assert "PAYLOAD: " in caplog.text
    assert not [person for person in people if person.address in caplog.text]

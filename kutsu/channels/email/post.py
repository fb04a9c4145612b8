"""The request itself: once, and again without single addresses alone that SendGrid refused, as then nothing was taken."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from python_http_client.exceptions import HTTPError

from kutsu.channels.email.door import Unshown, errors
from kutsu.channels.email.letter import bad_addresses
from kutsu.core.errors import Unconfirmed

TRIES = 8
"""So often at most a request is made anew: SendGrid may name one bad address at a time, and a list with more is to be mended."""


WRITTEN = {"Content-Type": "application/json; charset=utf-8"}
"""What tells the library that a body is JSON already: with its own word for JSON alone it would write it once more."""


def post(api: Any, body: Mapping[str, Any], text: str, tokens: Sequence[str], who: str) -> tuple[str, list[str]]:
    """SendGrid's id of what it took, and those of `tokens` (one per personalization) whose addresses it refused.

    `text` is the body as JSON, written beforehand: for a thousand people that takes as long as the rest of the request's making. A
    refusal of anything else, of all that are left, or once more after so many tries is raised as it came.
    """
    left, people, invalid = dict(body), list(tokens), list[str]()
    for number in range(TRIES):
        try:
            return _accepted(api.mail.send.post(request_body=Unshown(text), request_headers=WRITTEN), who), invalid
        except HTTPError as failure:
            bad = bad_addresses(errors(failure)) if failure.status_code == 400 else set()
            able = [place for place in range(len(people)) if place not in bad]
            if len(able) in (0, len(people)) or number == TRIES - 1:
                raise
        invalid += [people[place] for place in sorted(bad) if place < len(people)]
        people = [people[place] for place in able]
        left["personalizations"] = [left["personalizations"][place] for place in able]
        text = json.dumps(left)
    raise AssertionError("unreachable: the last try returns or raises")


def _accepted(answer: Any, who: str) -> str:
    """The id of a mail that is queued; whatever else calls itself success (a proxy's page, a checked-only 200) is not."""
    message_id = answer.headers.get("X-Message-Id")
    if answer.status_code != 202 or not message_id:
        raise Unconfirmed(f"{who} answered {answer.status_code}, not 202 with an id")
    return str(message_id)

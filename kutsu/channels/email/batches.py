"""SendGrid's batches: an id under which a request waits for its slot, and under which it is cancelled."""

from __future__ import annotations

from typing import Any

from kutsu.core.errors import Refused

MOST_STOPPED = 10
"""So many batches are paused or cancelled at a time (SendGrid; an older page said 100)."""
CANCEL = "cancel"
SCOPES = {"mail.batch.create", *(f"user.scheduled_sends.{do}" for do in ("create", "read", "update"))}


def fresh(api: Any) -> str:
    """A new id; one that is never used costs nothing."""
    return str(api.mail.batch.post().to_dict["batch_id"])


def stopped(api: Any, batch: str) -> str:
    """`cancel` or `pause`, or nothing where the mail of this batch goes at its time."""
    return next((str(one["status"]) for one in _rows(api.user.scheduled_sends._(batch).get()) if _is(one, batch)), "")


def cancel(api: Any, batch: str, before: str) -> None:
    """Cancel what is under this id, whether or not anything is; `before` is what `stopped` told.

    Raises `Refused` in words when SendGrid takes no more of them.
    """
    if before:
        api.user.scheduled_sends._(batch).patch(request_body={"status": CANCEL})
        return
    if len(_rows(api.user.scheduled_sends.get())) >= MOST_STOPPED:
        raise Refused(
            f"SendGrid has {MOST_STOPPED} paused or cancelled batches and takes no more; wait until the time of one "
            "has passed, or stop this mail in SendGrid by hand"
        )
    api.user.scheduled_sends.post(request_body={"batch_id": batch, "status": CANCEL})


def _rows(answer: Any) -> list[Any]:
    """The rows of a list; one alone is taken as a list of one."""
    found = answer.to_dict
    return found if isinstance(found, list) else [found]


def _is(row: Any, batch: str) -> bool:
    return str(row["batch_id"]) == batch

"""SendGrid's batches: an id under which a request waits for its slot, and under which it is cancelled.

At most ten are paused or cancelled at a time (an older page said 100): SendGrid refuses one more in its own words.
"""

from __future__ import annotations

from typing import Any

from python_http_client.exceptions import HTTPError

CANCEL = "cancel"
SCOPES = {"mail.batch.create", *(f"user.scheduled_sends.{do}" for do in ("create", "read", "update"))}


def fresh(api: Any) -> str:
    """A new id; one that is never used costs nothing."""
    return str(api.mail.batch.post().to_dict["batch_id"])


def stopped(api: Any, batch: str) -> str:
    """`cancel` or `pause`; nothing where the mail of this batch, if there is any, goes at its time."""
    try:
        found = api.user.scheduled_sends._(batch).get().to_dict
    except HTTPError as failure:
        if failure.status_code == 404:
            return ""
        raise
    rows = found if isinstance(found, list) else [found]
    return next((str(row["status"]) for row in rows if row["batch_id"] == batch), "")


def cancel(api: Any, batch: str, before: str) -> None:
    """Cancel whatever is under this id, or ever will be; `before` is what `stopped` told."""
    if before:
        api.user.scheduled_sends._(batch).patch(request_body={"status": CANCEL})
    else:
        api.user.scheduled_sends.post(request_body={"batch_id": batch, "status": CANCEL})

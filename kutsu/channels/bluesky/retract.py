"""Taking a post on Bluesky back: its record is deleted, which may be said as often as one likes."""

from __future__ import annotations

from kutsu.channels.bluesky.wire import Client


def delete(client: Client, uri: str) -> None:
    """Delete the record of an `at://<did>/<collection>/<rkey>`; raises ValueError when the answer is not Bluesky's."""
    did, collection, key = uri.removeprefix("at://").split("/")
    place = {"repo": did, "collection": collection, "rkey": key}
    answer = client.invoke_procedure("com.atproto.repo.deleteRecord", json=place, ignore_session_check=True)
    if not isinstance(answer.content, dict):
        raise ValueError("the answer is no JSON object")  # noqa: TRY004  it is what came that is wrong, not our code

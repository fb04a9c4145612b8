"""What became of the mail of one person, as its provider tells it: late, twice, and in any order."""

from __future__ import annotations

RANKS = {
    "processed": 1,
    "deferred": 2,
    "delivered": 3,
    "blocked": 4,
    "dropped": 4,
    "bounced": 5,
    "complained": 6,
}
"""Only what stands higher may follow: a late `processed` takes no `delivered` back, but a mail that was delivered may still bounce.
What is not among these (why one was not written to at all) is never overwritten."""


def lower(outcome: str) -> list[str]:
    """The outcomes that this one may follow."""
    return [known for known, rank in RANKS.items() if rank < RANKS[outcome]]

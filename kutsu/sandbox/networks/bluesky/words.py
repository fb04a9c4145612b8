"""What Bluesky says when it says no, and what its rate headers tell, in the shapes of the AT Protocol's XRPC."""

from __future__ import annotations

from kutsu.sandbox.answers import Rejected
from kutsu.sandbox.limits import Allowance, Spent


def no(status: int, error: str, message: str) -> Rejected:
    """An error by its name and its words."""
    return Rejected(status, {"error": error, "message": message})


def invalid(message: str) -> Rejected:
    """A request that is wrong in itself."""
    return no(400, "InvalidRequest", message)


def stranger() -> Rejected:
    """Nobody is logged in, or no longer."""
    return no(401, "AuthMissing", "Authentication Required")


def hurried(allowance: Allowance, spent: Spent) -> Rejected:
    """429 with its reset."""
    haste = no(429, "RateLimitExceeded", "Rate Limit Exceeded")
    haste.answer.headers.update(told(allowance, spent))
    return haste


def told(allowance: Allowance, spent: Spent) -> dict[str, str]:
    """The rate headers; the reset in epoch seconds, the policy as calls and seconds."""
    names = ("limit", "remaining", "reset")
    headers = {f"ratelimit-{name}": str(getattr(spent, name)) for name in names}
    return headers | {"ratelimit-policy": f"{allowance.calls};w={allowance.seconds:.0f}"}

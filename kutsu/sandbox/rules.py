"""Which requests are meant, by network, path and method, and which of them fail how: what tests post to the control API."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

WRITES = ("POST", "PUT", "PATCH", "DELETE")

Name = Literal[
    "lost",
    "reset",
    "drop-before",
    "hang",
    "truncated",
    "html",
    "500-after",
    "500-before",
    "429",
    "401",
    "refused",
    "replayed",
    "stale",
    "slow",
]


class Match(BaseModel):
    """Requests to one network.

    `path` is a pattern for the whole path (`/x/2/tweets`, `*/feed`). Writes are meant unless `method` names another, or
    `*` for all.
    """

    model_config = ConfigDict(extra="forbid")

    network: str
    path: str = "*"
    method: str = ""

    def matches(self, method: str, path: str) -> bool:
        """Whether this request is meant."""
        meant = self.method == "*" or method in ([self.method.upper()] if self.method else WRITES)
        return meant and path.startswith(f"/{self.network}/") and fnmatchcase(path, self.path)


class Rule(Match):
    """Of the matching requests after the first `after`, every `every`-th fails, at most `times` times.

    `seconds` of the sandbox's clock are those of a slow one.
    """

    fault: Name
    every: int = Field(1, ge=1)
    after: int = Field(0, ge=0)
    times: int | None = Field(None, ge=1)
    seconds: float = Field(0, ge=0)
    seen: int = 0
    done: int = 0

    def count(self) -> bool:
        """Count a matching request; gives whether it fails."""
        self.seen += 1
        late = self.seen - self.after
        fails = late > 0 and late % self.every == 0 and (self.times is None or self.done < self.times)
        self.done += fails
        return fails

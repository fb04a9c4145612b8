"""What an account is opened with: never shown in a repr, never left in an error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from typing import Self

ADDRESS = re.compile(r"[^\s@<>\"'(),;]+@[^\s@<>\"'(),;]+")


@dataclass(frozen=True, repr=False)
class Credentials:
    """Base of one frozen dataclass of secrets per adapter."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names of the secrets."""
        return tuple(field.name for field in fields(cls))

    @classmethod
    def of(cls, secrets: Mapping[str, str]) -> Self:
        """The credentials out of a mapping; blanks around a pasted secret go, a missing one stays empty."""
        return cls(**{name: secrets.get(name, "").strip() for name in cls.names()})

    def missing(self) -> list[str]:
        """The names of the secrets that are empty."""
        return [name for name in self.names() if not getattr(self, name)]

    def scrub(self, text: str) -> str:
        """`text` without any of the secrets (networks do quote a malformed token) and without mail addresses."""
        for secret in sorted(filter(None, astuple(self)), key=len, reverse=True):
            text = text.replace(secret, "***")
        return ADDRESS.sub("***@***", text)

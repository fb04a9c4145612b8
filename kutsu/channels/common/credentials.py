"""What an account is opened with: never shown in a repr, never left in an error."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from itertools import chain
from typing import Self
from urllib.parse import quote, quote_plus

ADDRESS = re.compile(r"[^\s@<>\"'(),;]+@[^\s@<>\"'(),;]+")

BASE64_LEAST = 8
"""Fewer characters of Base64 than these stand in any text by chance."""


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
        for secret in sorted(chain.from_iterable(map(guises, filter(None, astuple(self)))), key=len, reverse=True):
            text = text.replace(secret, "***")
        return ADDRESS.sub("***@***", text)


def guises(secret: str) -> set[str]:
    """A secret as it is, in an address, in JSON, in Base64, and in Base64 in the middle of something else, from which it can be read.

    Three bytes are four characters there, so that there are three ways in which the middle can begin.
    """
    plain = secret.encode("utf-8", "surrogateescape")
    encoded = [b64encode(b"\0" * before + plain).decode() for before in range(3)]
    inner = {text[-(-before * 4 // 3) : len(plain + b"0" * before) // 3 * 4] for before, text in enumerate(encoded)}
    safe = {quote(secret, safe=safe, errors="surrogateescape") for safe in ("", "/")} | {
        quote_plus(secret, errors="surrogateescape")
    }
    whole = {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    return whole | safe | {text for text in inner if len(text) >= BASE64_LEAST}

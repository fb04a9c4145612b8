"""A companion that lives as long as we do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Member:
    """A companion that is to live as long as we do.

    `address` is where it answers when it is well; `needs` names those without which it need not be started; the words of
    one that is `shown` go where ours go; the children of one that has `heirs` go on when it was killed, and end by themselves.
    """

    name: str
    command: Sequence[str]
    address: str = ""
    needs: Sequence[str] = ()
    shown: bool = False
    heirs: bool = False

"""Why a picture cannot be used, in words for the editors of the sheet."""

from __future__ import annotations

from kutsu.core.errors import Faulty
from kutsu.core.messages import Word, remark


class Unfit(Faulty):
    """There is no usable picture; `remark` says why, and what to do, in the editors' languages."""

    def __init__(self, code: str, **words: Word) -> None:
        """Keep the remark of this code with its words."""
        self.remark = remark(code, **words)
        super().__init__([self.remark.message["en"]])

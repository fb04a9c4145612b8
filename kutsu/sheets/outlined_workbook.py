"""A workbook that staff already use, brought up to the present outline: what it lacks is added, all else stays."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import openpyxl

from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.outline import Outline
from kutsu.core.outline.addition import Addition, What
from kutsu.core.outline.additions import additions
from kutsu.sheets import excel_grid
from kutsu.sheets.excel_additions import add
from kutsu.sheets.excel_carried import with_carried
from kutsu.sheets.excel_compare import differences
from kutsu.sheets.excel_losses import losses
from kutsu.sheets.excel_notes import resize
from kutsu.sheets.excel_results import with_results
from kutsu.sheets.excel_standing import standing
from kutsu.sheets.workbook import Workbook

DIFFERENCES = 5
"""So many places are named where a saved workbook is not the same; one fault of its kind comes in hundreds."""


class OutlinedWorkbook(Workbook):
    """A workbook with an outline to be held against it; `copy_of_before` is the copy that an upgrade left beside it."""

    copy_of_before: Path | None = None

    def upgrade(self, outlines: Mapping[str, Outline], *, dry: bool = False) -> list[Addition]:
        """Add what the workbook lacks and give it; with `dry`, only give it. The file is replaced whole or not at all.

        A copy of it as it was stays beside it. Raises `Unavailable` while the file is open, and `Faulty` where something
        of the staff's would be lost.
        """
        self._refuse_open_file()
        content = self._content()
        book, todo = self._lacking(content, outlines)
        if dry or all(each.what is What.REMARK for each in todo):
            return todo
        changed = self._upgraded(content, book, todo, next(iter(outlines.values())).help_title)
        if self._content() != content:
            raise Unavailable(f"Somebody saved {self._path.name} at this moment. Nothing was written; try again.")
        self.copy_of_before = self._keep_copy(content)
        self._replace(changed)
        return todo

    def _lacking(self, content: bytes, outlines: Mapping[str, Outline]) -> tuple[openpyxl.Workbook, list[Addition]]:
        """The workbook as openpyxl has it, and what it lacks."""
        with self._verdicts():
            lost = losses(content)
        advice = "Take it out of the file, or make a new sheet with `kutsu sheet new` and copy the rows into it."
        if lost:
            words = f"{self._path.name} holds {{}}, which an upgrade would lose. Nothing was written. {advice}"
            raise Faulty([words.format(each) for each in lost])
        with self._verdicts():
            tabs, book = excel_grid.tabs(content), openpyxl.load_workbook(BytesIO(content), rich_text=True)
            resize(book, content)
            return book, additions(outlines, standing(book, tabs), self._languages)

    def _upgraded(self, content: bytes, book: openpyxl.Workbook, todo: list[Addition], rewritten: str) -> bytes:
        """The workbook with its additions; raises `Faulty` when it is not the same in all else."""
        saved = BytesIO()
        with self._verdicts():
            add(book, todo)
            book.save(saved)
            changed = with_carried(with_results(saved.getvalue(), content), content)
            changes = differences(content, changed, rewritten)
        if changes:
            named = "; ".join(changes[:DIFFERENCES])
            raise Faulty(
                [f"{self._path.name}: an upgrade would change what staff made ({named}). Nothing was written."]
            )
        return changed

    def _keep_copy(self, content: bytes) -> Path:
        """The file as it was, beside it under a name that nothing has yet."""
        stem, number = f"{self._path.stem}.before-upgrade", 1
        while True:
            name = f"{stem}{f'-{number}' if number > 1 else ''}{self._path.suffix}"
            try:
                with self._path.with_name(name).open("xb") as copy:
                    copy.write(content)
                return self._path.with_name(name)
            except FileExistsError:
                number += 1

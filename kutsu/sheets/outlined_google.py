"""A Google spreadsheet with an outline to be laid down in it or held against it: one reading, then one batch or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kutsu.core.columns import SCHEMAS
from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.outline import HEADERS_IN, Outline
from kutsu.core.outline.addition import Addition, What
from kutsu.core.outline.additions import additions, tab_of
from kutsu.core.outline.standing import Standing
from kutsu.sheets.google import GoogleSheet
from kutsu.sheets.google_additions import Batch, Sheets
from kutsu.sheets.google_cells import Request
from kutsu.sheets.google_standing import FIELDS, standing


class OutlinedGoogleSheet(GoogleSheet):
    """A spreadsheet that is shared with Kutsu's service account as an editor."""

    def lay_down(self, outlines: Mapping[str, Outline], ui: str = HEADERS_IN) -> list[Addition]:
        """Make every tab in a spreadsheet that has none of them yet, headed in the staff language `ui`.

        The one empty tab with which Google begins a spreadsheet makes way. Raises `Faulty` where one of the tabs is in use,
        and as `read` does.
        """
        sheets, there, before = self._standing()
        used = [tab.tab.title for schema in SCHEMAS if (tab := tab_of(there, schema)) and tab.width]
        if used:
            words = (
                f"Sheet {self.name}: the spreadsheet has a tab {{}} already, and something in it. Nothing was written. "
            )
            advice = "`kutsu sheet upgrade` adds to it what it lacks."
            raise Faulty([words.format(title) + advice for title in used])
        todo = additions(outlines, there, self._languages, ui)
        self._add(before, [*Batch(sheets, todo).requests(), *_cleared(sheets, there, todo)])
        return todo

    def upgrade(self, outlines: Mapping[str, Outline], *, dry: bool = False) -> list[Addition]:
        """Add what the spreadsheet lacks and give it; with `dry`, only give it. Raises as `read` does."""
        sheets, there, before = self._standing()
        todo = additions(outlines, there, self._languages)
        if not dry and any(each.what is not What.REMARK for each in todo):
            self._add(before, Batch(sheets, todo).requests())
        return todo

    def _standing(self) -> tuple[Sheets, Standing, str]:
        """The tabs as the API gives them, the same as it stands for an outline, and the stamp of before the reading."""
        before = self._known_stamp()
        with self._client() as client:
            answer = dict(client.fetch_sheet_metadata(self._id, {"includeGridData": "true", "fields": FIELDS}))
            return answer["sheets"], standing(answer), before

    def _add(self, before: str, requests: Sequence[Request]) -> None:
        """Send the batch, unless somebody has changed the spreadsheet since: a new column must not meet what was typed there."""
        if self._known_stamp() != before:
            raise Unavailable(f"Sheet {self.name}: somebody is typing at this moment. Nothing was written; try again.")
        with self._client() as client:
            client.batch_update(self._id, {"requests": list(requests)})


def _cleared(sheets: Sheets, there: Standing, todo: Sequence[Addition]) -> Iterator[Request]:
    """The removal of the only tab, where it holds nothing at all."""
    if len(sheets) == 1:
        own, tab = sheets[0]["properties"], there.tabs[0]
        bare = not (tab.width or tab.ruled or tab.formatted or tab.guarded)
        if bare and all(each.tab != own["title"] for each in todo):
            yield {"deleteSheet": {"sheetId": own.get("sheetId", 0)}}

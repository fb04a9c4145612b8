"""Google Sheets' requests for looks and rules, through gspread: taken as documented, refused in Google's words, all or nothing."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
import requests
from gspread.exceptions import APIError

from tests.sandbox.clients import service_account, sheets

BOOLEAN = {"condition": {"type": "BOOLEAN"}, "strict": True, "showCustomUi": True}
COLUMN = {"sheetId": 7, "startRowIndex": 1, "startColumnIndex": 2, "endColumnIndex": 3}
CELL = "note,dataValidation,effectiveFormat(numberFormat)"
FIELDS = (
    f"sheets(properties(title,gridProperties),protectedRanges,basicFilter,data(columnMetadata,rowData(values({CELL}))))"
)


@pytest.fixture
def book(sandbox: str, request: pytest.FixtureRequest) -> gspread.Spreadsheet:
    """A spreadsheet with two rows, opened by a service account that may edit it."""
    name, email = f"looks-{request.node.name}", f"{request.node.name}@sandbox.example"[-60:]
    rows = [[{"raw": "tunnus"}, {"raw": "päivä"}], [{"raw": "INFO-12"}, {"raw": 43775}]]
    body = {"title": "Kokeilut", "editors": [email], "tabs": [{"title": "Infot", "gid": 7, "rows": rows}]}
    requests.put(f"{sandbox}/_sandbox/sheets/{name}", json=body, timeout=10).raise_for_status()
    return sheets(sandbox, service_account(sandbox, email)).open_by_key(name)


def change(book: gspread.Spreadsheet, **changes: Any) -> dict[str, Any]:
    """Send these requests in one batch."""
    return dict(book.batch_update({"requests": [{kind: given} for kind, given in changes.items()]}))


def seen(book: gspread.Spreadsheet) -> dict[str, Any]:
    """The tab as a reading with a mask gives it."""
    return dict(book.client.spreadsheets_get(book.id, {"fields": FIELDS})["sheets"][0])


def test_a_rule_stands_in_every_cell_of_its_range(book: gspread.Spreadsheet) -> None:
    """An open range reaches to the end of the grid, and a rule without a rule takes it away again."""
    change(book, setDataValidation={"range": COLUMN, "rule": BOOLEAN})
    rows = seen(book)["data"][0]["rowData"]
    assert len(rows) == 1000
    assert [len(row.get("values", [])) for row in rows[:3]] == [2, 3, 3]
    assert all(row["values"][2] == {"dataValidation": BOOLEAN} for row in rows[1:])
    change(book, setDataValidation={"range": COLUMN})
    assert "dataValidation" not in str(seen(book))


def test_a_format_dresses_cells_that_are_yet_to_be_filled(book: gspread.Spreadsheet) -> None:
    """A number format on a column shows a serial as a day, now and for what is typed later; other fields of it stay."""
    day = {"startRowIndex": 1, "startColumnIndex": 1, "endColumnIndex": 2, "sheetId": 7}
    look = {"numberFormat": {"type": "DATE", "pattern": "d.m.yyyy"}}
    bold = {"textFormat": {"bold": True}}
    repeat = {"range": day, "cell": {"userEnteredFormat": look}, "fields": "userEnteredFormat.numberFormat"}
    change(book, repeatCell=repeat)
    change(
        book, repeatCell={"range": day, "cell": {"userEnteredFormat": bold}, "fields": "userEnteredFormat.textFormat"}
    )
    book.values_batch_update({"valueInputOption": "RAW", "data": [{"range": "Infot!B3", "values": [[43776]]}]})
    assert book.worksheet("Infot").get("B2:B3") == [["6.11.2019"], ["7.11.2019"]]


def test_what_stays_in_view_widths_filter_and_warnings(book: gspread.Spreadsheet) -> None:
    """Each is given back in a reading that asks for it; a warning gets an id."""
    grid = {"frozenRowCount": 1, "frozenColumnCount": 1}
    frozen = {
        "properties": {"sheetId": 7, "gridProperties": grid},
        "fields": "gridProperties.frozenRowCount,gridProperties.frozenColumnCount",
    }
    area = {"sheetId": 7, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 2}
    wide = {"range": area, "properties": {"pixelSize": 240}, "fields": "pixelSize"}
    filter_ = {"range": {"sheetId": 7, "startRowIndex": 0, "endColumnIndex": 2}}
    guard = {"protectedRange": {"range": COLUMN, "description": "Kutsu", "warningOnly": True}}
    replies = change(
        book,
        updateSheetProperties=frozen,
        updateDimensionProperties=wide,
        setBasicFilter={"filter": filter_},
        addProtectedRange=guard,
    )["replies"]
    tab = seen(book)
    assert replies[3]["addProtectedRange"]["protectedRange"]["protectedRangeId"] == 1
    assert tab["protectedRanges"][0]["warningOnly"] is True
    assert tab["properties"]["gridProperties"] == {"rowCount": 1000, "columnCount": 26, **grid}
    assert [each["pixelSize"] for each in tab["data"][0]["columnMetadata"][:3]] == [240, 240, 100]
    assert tab["basicFilter"] == filter_


def test_locale_and_zone(book: gspread.Spreadsheet) -> None:
    """They are the spreadsheet's own properties."""
    place = {"properties": {"locale": "sv_FI", "timeZone": "Europe/Stockholm"}, "fields": "locale,timeZone"}
    change(book, updateSpreadsheetProperties=place)
    own = book.fetch_sheet_metadata({"fields": "properties(locale,timeZone)"})["properties"]
    assert own == {"locale": "sv_FI", "timeZone": "Europe/Stockholm"}


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("setDataValidation", {"range": COLUMN, "rule": {"condition": {"type": "TICK"}}}, "condition.type"),
        ("setDataValidation", {"range": COLUMN, "rule": {**BOOLEAN, "loud": True}}, 'Unknown name "loud"'),
        ("setDataValidation", {"range": COLUMN, "rule": {"condition": {"type": "ONE_OF_LIST"}}}, "number of values"),
        (
            "setDataValidation",
            {"range": COLUMN, "rule": {"condition": {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "A:A"}]}}},
            "begins with '='",
        ),
        ("setDataValidation", {"range": {**COLUMN, "endColumnIndex": 27}, "rule": BOOLEAN}, "exceeds grid limits"),
        (
            "repeatCell",
            {"range": COLUMN, "cell": {"userEnteredFormat": {"colour": 1}}, "fields": "userEnteredFormat"},
            "colour",
        ),
        (
            "repeatCell",
            {"range": COLUMN, "cell": {"userEnteredFormat": {"wrapStrategy": "FOLD"}}, "fields": "userEnteredFormat"},
            "FOLD",
        ),
        ("addProtectedRange", {"protectedRange": {"range": {"sheetId": 8}}}, "No grid with id: 8"),
        ("addProtectedRange", {"protectedRange": {"area": COLUMN}}, 'Unknown name "area"'),
        ("updateSheetProperties", {"properties": {"sheetId": 7}}, "At least one field"),
        (
            "updateSheetProperties",
            {
                "properties": {"sheetId": 7, "gridProperties": {"frozenRowCount": 1000}},
                "fields": "gridProperties.frozenRowCount",
            },
            "freeze all",
        ),
        ("updateSpreadsheetProperties", {"properties": {"zone": "x"}, "fields": "zone"}, 'Unknown name "zone"'),
        (
            "updateDimensionProperties",
            {"range": {"sheetId": 7}, "properties": {"pixelSize": 9}, "fields": "pixelSize"},
            "No dimension",
        ),
        ("setBasicFilter", {"filter": {"spec": 1}}, 'Unknown name "spec"'),
    ],
)
def test_what_google_does_not_know_is_refused(
    book: gspread.Spreadsheet, kind: str, given: dict[str, Any], words: str
) -> None:
    """An unknown name, a value out of its list or a range out of the grid is 400, and nothing of the batch is kept."""
    before, first = seen(book), {"properties": {"locale": "en_US"}, "fields": "locale"}
    with pytest.raises(APIError, match=words) as refused:
        book.batch_update({"requests": [{"updateSpreadsheetProperties": first}, {kind: given}]})
    assert refused.value.code == 400
    assert seen(book) == before
    assert book.fetch_sheet_metadata({"fields": "properties(locale)"})["properties"] == {"locale": "fi_FI"}

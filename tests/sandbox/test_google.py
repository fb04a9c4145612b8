"""Google Sheets, through gspread and google-auth with a key of the test's own."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
import requests
from google.auth.exceptions import RefreshError

from tests.sandbox.clients import service_account, sheets

EMAIL = "kutsu@sandbox.example"
HEADER = [{"raw": name, "format": "text"} for name in ("tunnus", "päivä", "aika", "valmis", "käännös")]
ROW = [
    {"raw": "INFO-12"},
    {"raw": 43775, "shown": "6.11.2019", "format": "date"},
    {"raw": 17 / 24, "format": "time"},
    {"raw": True},
    {"raw": "Infomöte", "formula": '=GOOGLETRANSLATE(A2;"fi";"sv")'},
    {},
]


@pytest.fixture
def book(sandbox: str, request: pytest.FixtureRequest) -> gspread.Spreadsheet:
    """A seeded spreadsheet, opened by a service account that may edit it."""
    name, tabs = f"sheet-{request.node.name}", [{"title": "Tilaisuudet 2026", "gid": 7, "rows": [HEADER, ROW, []]}]
    email = f"{request.node.name}@sandbox.example"
    body = {
        "title": "Kokeilut",
        "locale": "fi_FI",
        "editors": [email],
        "readers": ["lukija@sandbox.example"],
        "tabs": tabs,
    }
    requests.put(f"{sandbox}/_sandbox/sheets/{name}", json=body, timeout=10).raise_for_status()
    return sheets(sandbox, service_account(sandbox, email)).open_by_key(name)


def test_values_are_read_as_shown_and_as_stored(book: gspread.Spreadsheet) -> None:
    """One batch gives what the editor sees, another the serials; empty ends are left out."""
    shown = book.values_batch_get(["'Tilaisuudet 2026'"])["valueRanges"][0]
    assert shown["values"][1] == ["INFO-12", "6.11.2019", "17.00", "TOSI", "Infomöte"]
    assert len(shown["values"]) == 2
    assert shown["range"] == "'Tilaisuudet 2026'!A1:Z1000"
    raw = book.values_batch_get(["'Tilaisuudet 2026'!B2:C2"], {"valueRenderOption": "UNFORMATTED_VALUE"})
    assert raw["valueRanges"][0]["values"] == [[43775, 17 / 24]]
    formula = book.values_batch_get(["'Tilaisuudet 2026'!E2"], {"valueRenderOption": "FORMULA"})
    assert formula["valueRanges"][0]["values"] == [['=GOOGLETRANSLATE(A2;"fi";"sv")']]


def test_grid_data_by_field_mask(book: gspread.Spreadsheet) -> None:
    """One spreadsheets.get gives stored and shown values, formats and formulas, and nothing that was not asked for."""
    fields = (
        "properties(locale,timeZone),sheets(properties(title,sheetId),"
        "data.rowData.values(userEnteredValue,effectiveValue,formattedValue,effectiveFormat.numberFormat.type))"
    )
    answer = book.client.spreadsheets_get(book.id, {"fields": fields})
    assert answer["properties"] == {"locale": "fi_FI", "timeZone": "Europe/Helsinki"}
    (tab,) = answer["sheets"]
    assert tab["properties"] == {"title": "Tilaisuudet 2026", "sheetId": 7}
    date, _, tick, translated = tab["data"][0]["rowData"][1]["values"][1:]
    assert date["effectiveValue"] == {"numberValue": 43775}
    assert date["effectiveFormat"] == {"numberFormat": {"type": "DATE"}}
    assert (tick["effectiveValue"], tick["formattedValue"]) == ({"boolValue": True}, "TOSI")
    assert "formulaValue" in translated["userEnteredValue"]


def test_a_raw_write_stays_as_written_and_moves_the_modified_time(sandbox: str, book: gspread.Spreadsheet) -> None:
    """RAW turns no text into a date; null leaves a cell alone; Drive tells that something changed."""
    before = book.get_lastUpdateTime()
    data = [{"range": "'Tilaisuudet 2026'!A3:D3", "values": [["INFO-13", "6.11.", None, False]]}]
    done = book.values_batch_update({"valueInputOption": "RAW", "data": data})
    assert done["totalUpdatedCells"] == 3
    assert book.worksheet("Tilaisuudet 2026").get("A3:D3") == [["INFO-13", "6.11.", "", "EPÄTOSI"]]
    assert book.get_lastUpdateTime() > before
    kept = requests.get(f"{sandbox}/_sandbox/sheets/{book.id}", timeout=10).json()
    assert kept["tabs"][0]["rows"][2][1]["raw"] == "6.11."


def test_a_batch_holds_whole_or_not_at_all(book: gspread.Spreadsheet) -> None:
    """When one of two requests is wrong, neither is applied."""
    good: dict[str, Any] = {"addSheet": {"properties": {"title": "Kutsu"}}}
    with pytest.raises(gspread.exceptions.APIError, match="No grid with id"):
        book.batch_update({"requests": [good, {"deleteSheet": {"sheetId": 99}}]})
    assert [tab.title for tab in book.worksheets()] == ["Tilaisuudet 2026"]


def test_cells_are_updated_with_notes_and_formats(book: gspread.Spreadsheet) -> None:
    """A new tab takes cells, formats all over a range, and new values of each kind."""
    tab = book.add_worksheet("Kutsu", 100, 5)
    start = {"sheetId": tab.id, "rowIndex": 0, "columnIndex": 0}
    values = [
        {"userEnteredValue": {"stringValue": "tila"}, "note": "Kutsu kirjoittaa"},
        {"userEnteredValue": {"numberValue": 45000}},
    ]
    write = {"updateCells": {"start": start, "rows": [{"values": values}], "fields": "userEnteredValue,note"}}
    area = {"sheetId": tab.id, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 1, "endColumnIndex": 2}
    cell = {"userEnteredFormat": {"numberFormat": {"type": "DATE"}}}
    paint = {"repeatCell": {"range": area, "cell": cell, "fields": "userEnteredFormat.numberFormat"}}
    book.batch_update({"requests": [write, paint]})
    assert tab.get("A1:B1") == [["tila", "15.3.2023"]]
    tab.batch_clear(["A1:B1"])
    assert tab.get("A1:B1") == [[]]


def test_a_tab_is_added_grown_and_filled_in_one_batch(book: gspread.Spreadsheet) -> None:
    """With an id of the client's choice the requests of one batch may name the new tab; it is as large as was asked for."""
    grid = {"rowCount": 2, "columnCount": 1, "frozenRowCount": 1}
    add = {"addSheet": {"properties": {"sheetId": 4711, "title": "Tila", "gridProperties": grid}}}
    grow = {"appendDimension": {"sheetId": 4711, "dimension": "ROWS", "length": 1}}
    rows = [{"values": [{"userEnteredValue": {"stringValue": "=1+1"}}]}, {}, {"values": [{}]}]
    area = {"sheetId": 4711, "startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 1}
    fill = {"updateCells": {"range": area, "rows": rows, "fields": "userEnteredValue"}}
    book.batch_update({"requests": [add, grow, fill]})
    tab = book.worksheet("Tila")
    assert (tab.id, tab.row_count, tab.col_count, tab.frozen_row_count) == (4711, 3, 1, 1)
    assert tab.get("A1:A3") == [["=1+1"]]


TAB = {"sheetId": 7, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
TEXT = {"userEnteredValue": {"stringValue": "x"}}


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        ({"addSheet": {"properties": {"title": "TILAISUUDET 2026"}}}, "already exists"),
        ({"addSheet": {"properties": {"title": "Tila", "sheetId": 7}}}, "id 7 already exists"),
        ({"addSheet": {"properties": {"title": "Tila", "sheetId": 2**31}}}, "TYPE_INT32"),
        ({"addSheet": {"properties": {"title": "Tila", "gridProperties": {"rows": 5}}}}, "Unknown name"),
        (
            {"addSheet": {"properties": {"title": "Tila", "gridProperties": {"rowCount": 1, "frozenRowCount": 1}}}},
            "freeze",
        ),
        ({"appendDimension": {"sheetId": 7, "dimension": "ROWS"}}, "Length"),
        ({"appendDimension": {"sheetId": 7, "length": 1}}, "dimension"),
        ({"updateCells": {"range": TAB, "rows": [{}, {}], "fields": "note"}}, "beyond the last requested row of: 0"),
        ({"updateCells": {"range": TAB, "rows": [{"values": [{}, {}]}], "fields": "note"}}, "requested column of: 0"),
        ({"updateCells": {"range": TAB, "start": {"sheetId": 7}, "fields": "note"}}, "oneof field 'area'"),
        ({"updateCells": {"range": TAB, "rows": [{"values": [TEXT]}], "fields": "value"}}, "fields"),
        ({"updateCells": {"range": TAB, "rows": [{"cells": [TEXT]}], "fields": "note"}}, "Unknown name"),
        (
            {
                "updateCells": {
                    "range": TAB,
                    "rows": [{"values": [{"userEnteredValue": {"boolValue": "x"}}]}],
                    "fields": "*",
                }
            },
            "boolValue",
        ),
        (
            {"repeatCell": {"range": TAB, "cell": {"userEnteredValue": {"stringValue": "x" * 50_001}}, "fields": "*"}},
            "50000 characters",
        ),
    ],
)
def test_wrong_changes_are_refused(book: gspread.Spreadsheet, request_: dict[str, Any], says: str) -> None:
    """Names, ids, types and places that Google refuses are 400 in its words, and the sheet stays as it was."""
    with pytest.raises(gspread.exceptions.APIError, match=says):
        book.batch_update({"requests": [{"addSheet": {"properties": {"title": "Ensin"}}}, request_]})
    assert [tab.title for tab in book.worksheets()] == ["Tilaisuudet 2026"]


def test_drive_has_a_scope_and_a_quota_of_its_own(sandbox: str, book: gspread.Spreadsheet) -> None:
    """A token for spreadsheets alone may not ask Drive, and asking Drive uses nothing of the quota of Sheets."""
    for _ in range(61):
        book.get_lastUpdateTime()
    assert book.worksheets()
    account = service_account(sandbox, f"{book.id.removeprefix('sheet-')}@sandbox.example")
    alone = sheets(sandbox, account.with_scopes(["https://www.googleapis.com/auth/spreadsheets"]))
    with pytest.raises(gspread.exceptions.APIError, match="insufficient authentication scopes"):
        alone.http_client.get_file_drive_metadata(book.id)


@pytest.mark.parametrize(
    ("data", "option", "says"),
    [
        ([{"range": "Toinen!A1", "values": [["x"]]}], "RAW", "Unable to parse range: Toinen!A1"),
        ([{"range": "'Tilaisuudet 2026'!A1001", "values": [["x"]]}], "RAW", "exceeds grid limits"),
        ([{"range": "'Tilaisuudet 2026'!A1:A2", "values": [["x", "y"]]}], "RAW", "tried writing outside"),
        ([{"range": "'Tilaisuudet 2026'!A1", "value": [["x"]]}], "RAW", "Unknown name"),
        ([], "", "valueInputOption"),
    ],
)
def test_wrong_writes_are_refused(book: gspread.Spreadsheet, data: list[Any], option: str, says: str) -> None:
    """An unknown tab, name or option, and a place outside the grid or the range, are 400 with Google's words."""
    body = {"data": data or [{"range": "A1", "values": [["x"]]}]} | ({"valueInputOption": option} if option else {})
    with pytest.raises(gspread.exceptions.APIError, match=says):
        book.values_batch_update(body)


def test_rights_are_per_spreadsheet(sandbox: str, book: gspread.Spreadsheet) -> None:
    """A reader reads and cannot write, a stranger is 403, an unknown spreadsheet 404."""
    reader = sheets(sandbox, service_account(sandbox, "lukija@sandbox.example")).open_by_key(book.id)
    with pytest.raises(gspread.exceptions.APIError, match="does not have permission"):
        reader.sheet1.update([["x"]], "A1")
    stranger = sheets(sandbox, service_account(sandbox, "vieras@sandbox.example"))
    with pytest.raises(PermissionError):
        stranger.open_by_key(book.id)
    with pytest.raises(gspread.exceptions.SpreadsheetNotFound):
        stranger.open_by_key("nowhere")


def test_a_key_that_is_not_registered_gets_no_token(sandbox: str) -> None:
    """Unknown accounts and other keys are invalid_grant: the RS256 signature is verified."""
    with pytest.raises(RefreshError, match="account not found"):
        sheets(sandbox, service_account(sandbox, "tuntematon@sandbox.example", known=False)).open_by_key("any")
    service_account(sandbox, EMAIL)
    with pytest.raises(RefreshError, match="signature"):
        sheets(sandbox, service_account(sandbox, EMAIL, known=False)).open_by_key("any")


def test_an_unknown_field_or_token_is_refused(sandbox: str, book: gspread.Spreadsheet) -> None:
    """A field mask with a strange name is 400, a strange token 401."""
    with pytest.raises(gspread.exceptions.APIError, match="Invalid field selection mood"):
        book.client.spreadsheets_get(book.id, {"fields": "properties.mood"})
    url, strange = f"{sandbox}/google/v4/spreadsheets/{book.id}", {"Authorization": "Bearer another"}
    assert requests.get(url, headers=strange, timeout=10).json()["error"]["status"] == "UNAUTHENTICATED"

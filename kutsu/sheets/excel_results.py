"""The results of formulas, put back into a workbook that openpyxl saved: it keeps the formulas and forgets what they gave.

Without them every cell with a formula would read as empty until somebody's program has opened the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

from kutsu.sheets.ooxml_pages import worksheets

Result = tuple[str, str]
"""The type of a result (`str`, `b`, `e` or empty for a number) and its text."""
UNSOLVED = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)>(<f(?:[^>]*/>|.*?</f>))<v\s*(?:/>|></v>)', re.DOTALL)
"""A formula as openpyxl writes it."""


def with_results(saved: bytes, original: bytes) -> bytes:
    """The saved workbook, each formula of the original with the result that it had there."""
    known, target = _results(original), BytesIO()
    titles = {part: title for title, part in _parts(saved).items()}
    with ZipFile(BytesIO(saved)) as old, ZipFile(target, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            results = known.get(titles.get(entry.filename, ""))
            new.writestr(entry, _solved(part.decode(), results).encode() if results else part)
    return target.getvalue()


def _parts(content: bytes) -> Mapping[str, str]:
    """The path of each worksheet inside the file, by tab title."""
    reader = ExcelReader(BytesIO(content))
    reader.read_manifest()
    reader.read_workbook()
    return worksheets(reader)


def _results(content: bytes) -> dict[str, dict[str, Result]]:
    """Every stored result by tab title and address."""
    with ZipFile(BytesIO(content)) as file:
        return {title: _of_sheet(file.read(part)) for title, part in _parts(content).items()}


def _of_sheet(xml: bytes) -> dict[str, Result]:
    name = f"{{{SHEET_MAIN_NS}}}"
    found = {}
    for cell in fromstring(xml).iter(f"{name}c"):
        result = cell.findtext(f"{name}v")
        if cell.find(f"{name}f") is not None and result is not None:
            found[cell.get("r", "")] = (cell.get("t", ""), result)
    return found


def _solved(xml: str, results: dict[str, Result]) -> str:
    """The worksheet with the results behind their formulas."""

    def solve(match: re.Match[str]) -> str:
        address, look, formula = match.groups()
        if address not in results:
            return match[0]
        kind, result = results[address]
        typed = f' t="{kind}"' if kind else ""
        return f'<c r="{address}"{look}{typed}>{formula}<v>{_escaped(result)}</v>'

    return UNSOLVED.sub(solve, xml)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

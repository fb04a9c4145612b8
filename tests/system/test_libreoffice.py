"""LibreOffice opens the workbooks that Kutsu wrote into, and finds all that staff had in them."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from kutsu.sheets import ooxml
from tests.sheets.test_surgery import PAGE, staffs

pytestmark = [pytest.mark.system, pytest.mark.timeout(120)]


def resaved(path: Path) -> bytes:
    """The workbook opened and saved by LibreOffice, without a window and with a profile of its own."""
    out = path.parent / "saved"
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(out),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    return (out / path.name).read_bytes()


def test_libreoffice_opens_what_kutsu_wrote(tmp_path: Path) -> None:
    """Page, edit, formulas, comment, drop-down and defined name are there, and the formulas are counted anew."""
    path = staffs(tmp_path / "plan.xlsx")
    path.write_bytes(ooxml.put(path.read_bytes(), {"Työ": {"A1": "Uusi"}}, [PAGE]))
    path.write_bytes(ooxml.put(path.read_bytes(), {}, [PAGE]))
    content = resaved(path)
    book, results = openpyxl.load_workbook(BytesIO(content)), openpyxl.load_workbook(BytesIO(content), data_only=True)
    assert [[cell.value for cell in row] for row in results["Tila"]] == [list(row) for row in PAGE.rows]
    work = book["Työ"]
    assert (work["A1"].value, work["B2"].value, results["Työ"]["B2"].value) == ("Uusi", "=A2*2.1", 42)
    assert work["A2"].comment.text.endswith("Kysy Leenalta")
    assert [str(rule.sqref) for rule in work.data_validations.dataValidation] == ["C3"]
    assert "Valinnat" in book.defined_names

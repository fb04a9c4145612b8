"""A workbook as staff have it after a year: older columns, a column of their own, formulas, rules, notes, colours, a filter."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kutsu.core.grid import Book
from tests.workbooks import write_workbook

OLDER = ("Oikaise", "Esikatselu postiin", "Esikatselu", "Kutsu kertoo")
"""Columns that were not there a year ago."""
OWN = "Meidän oma"


def staffed(path: Path, book: Book) -> None:
    """Write the book as staff have made it their own."""
    write_workbook(path, book)
    workbook = openpyxl.load_workbook(path)
    for sheet in workbook.worksheets:
        _older(sheet)
    _adorned(workbook["Infotilaisuudet"])
    workbook.defined_names["Kevat"] = DefinedName("Kevat", attr_text="'Infotilaisuudet'!$A$2:$A$5")
    workbook.create_sheet("Tilastot")["A1"] = "=COUNTA(Infotilaisuudet!A:A)"
    workbook.save(path)
    path.write_bytes(_computed(path.read_bytes()))


def _older(sheet: Worksheet) -> None:
    """Without the columns of today, and with the rows the other way round."""
    for index in reversed(range(1, sheet.max_column + 1)):
        if sheet.cell(1, index).value in OLDER:
            sheet.delete_cols(index)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), start=2):
        for index, value in enumerate(row, start=1):
            sheet.cell(number, index).value = value


def _adorned(sheet: Worksheet) -> None:
    """What staff add to a tab over a year."""
    last = sheet.max_column + 1
    letter, before = get_column_letter(last), get_column_letter(last - 1)
    sheet.cell(1, 4).value = "Nimi (fi)"
    sheet.cell(1, last).value = OWN
    sheet.cell(1, last).comment = Comment("Meidän huomautus", "Maija")
    sheet.cell(2, last).value = f'=UPPER(A2)&" "&{before}2'
    sheet.cell(3, last).value = "=LEN(A3)"
    sheet.cell(4, last).value = CellRichText("Soita ", TextBlock(InlineFont(b=True), "huomenna"))
    sheet.cell(5, last).fill = PatternFill("solid", "FFFF00")
    sheet.cell(1, 1).font = Font(bold=True, color="FF0000")
    sheet.merge_cells(f"{letter}6:{letter}7")
    sheet.row_dimensions[8].hidden = True
    sheet.freeze_panes = "C3"
    rule = DataValidation("list", formula1='"Maija,Pekka"', allow_blank=True)
    rule.add(f"{letter}2:{letter}99")
    sheet.add_data_validation(rule)
    own = DataValidation("textLength", operator="lessThan", formula1="20")
    own.add("A2:A500")
    sheet.add_data_validation(own)
    bold = Rule("cellIs", operator="equal", formula=['"INFO-01"'], dxf=DifferentialStyle(font=Font(bold=True)))
    sheet.conditional_formatting.add("A2:A99", bold)
    sheet.auto_filter.ref = f"A1:{letter}{sheet.max_row}"
    sheet.column_dimensions["B"].width, sheet.column_dimensions["C"].hidden = 31, True
    sheet.column_dimensions[get_column_letter(last + 1)].width = 9
    sheet.column_dimensions[get_column_letter(last + 1)].max = last + 40


def _computed(content: bytes) -> bytes:
    """The workbook with results in its formulas, as a spreadsheet program saves it."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(target, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                part = re.sub(rb"(<f>LEN[^<]*</f>)<v ?/>", rb"\1<v>7</v>", part)
                part = re.sub(rb"(<f>COUNTA[^<]*</f>)<v ?/>", rb"\1<v>12</v>", part)
                part = re.sub(
                    rb'(<c r="\w+"[^>]*)>(<f>UPPER.*?</f>)<v ?/>', rb'\1 t="str">\2<v>INFO &amp; co</v>', part
                )
            new.writestr(entry, part)
    return target.getvalue()

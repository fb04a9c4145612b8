"""What of a workbook openpyxl would lose by saving it, found before anything is saved.

The names of parts and elements are those of ECMA-376, part 1, and of [MS-XLSX]. What is not known here counts as lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from openpyxl.xml.functions import fromstring

KEPT = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/.*|xl/(workbook|styles|sharedStrings|calcChain)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/theme/.*|xl/worksheets/(_rels/)?[^/]+\.(xml|rels)|xl/tables/.*|xl/externalLinks/.*"
    r"|xl/(comments/)?comments?\d*\.xml|xl/drawings/[^/]+\.vml|xl/drawings/_rels/[^/]+\.vml\.rels|xl/persons/.*|xl/printerSettings/.*"
    r"|customXml/.*|docMetadata/.*"
)
"""Parts that come through a saving, are made anew, or are of no account: what a printer was set to, a picture of the file."""
PARTS = {
    "xl/featurePropertyBag": "tick-box cells",
    "xl/threadedComments": "conversations (threaded comments)",
    "xl/pivot": "pivot tables",
    "xl/slicer": "slicers",
    "xl/timeline": "timelines",
    "xl/charts": "charts",
    "xl/chartsheets": "charts",
    "xl/drawings": "pictures, charts or shapes",
    "xl/media": "pictures",
    "xl/ctrlProps": "form controls",
    "xl/activeX": "form controls",
    "xl/embeddings": "embedded files",
    "xl/vbaProject": "macros",
    "xl/connections": "connections to other data",
    "xl/queryTables": "connections to other data",
    "xl/metadata": "formulas that fill several cells, or cells with data types",
    "xl/richData": "cells with data types",
    "xl/revisions": "a log of changes",
}
"""What staff call it."""
ELEMENTS = re.compile(
    "sheetPr|dimension|sheetViews|sheetFormatPr|cols|sheetData|sheetProtection|autoFilter|mergeCells|phoneticPr"
    "|conditionalFormatting|dataValidations|hyperlinks|printOptions|pageMargins|pageSetup|headerFooter|rowBreaks|colBreaks"
    "|ignoredErrors|legacyDrawing|tableParts|scenarios"
)
"""The parts of a worksheet that come through, or that only dress it: hints for pronouncing, silenced warnings."""
NAMED = {
    "extLst": "rules or formats of newer versions of Excel",
    "protectedRanges": "ranges that only some may edit",
    "customSheetViews": "views of one's own",
}
DYNAMIC = ("cm", "vm")
"""Attributes of a cell whose formula fills others, or whose value is a thing with properties."""


def losses(content: bytes) -> list[str]:
    """What would be lost, in the words of staff, each once; nothing where a saving is harmless."""
    with ZipFile(BytesIO(content)) as file:
        names = file.namelist()
        found = [_called(name) for name in names if not KEPT.fullmatch(name) and not name.endswith("/")]
        for name in names:
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                found += _of_sheet(file.read(name))
            elif name.endswith(".vml") and _controls(file.read(name)):
                found.append(PARTS["xl/ctrlProps"])
    return list(dict.fromkeys(found))


def _called(name: str) -> str:
    return next((words for start, words in PARTS.items() if name.startswith(start)), name)


def _of_sheet(xml: bytes) -> Iterator[str]:
    """What of one worksheet would be lost."""
    root = fromstring(xml)
    for child in root:
        local = str(child.tag).rpartition("}")[2]
        if not ELEMENTS.fullmatch(local):
            yield NAMED.get(local, local)
    if any(cell.get(name) for cell in root.iter() if str(cell.tag).endswith("}c") for name in DYNAMIC):
        yield PARTS["xl/metadata"]


def _controls(vml: bytes) -> bool:
    """Whether a drawing for notes holds anything else."""
    return any(kind != b"Note" for kind in re.findall(rb'ObjectType="(\w+)"', vml))

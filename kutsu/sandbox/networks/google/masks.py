"""Field masks of partial responses: `sheets(properties(title,sheetId),data.rowData.values/formattedValue)`.

Source: developers.google.com/workspace/sheets/api/guides/field-masks and …/discovery/v1/performance#partial-response.
"""

from __future__ import annotations

import re
from typing import Any

from kutsu.sandbox.networks.google import words

Mask = dict[str, Any]
TOKEN = re.compile(r"[A-Za-z*]+|[(),./]")
NAMES = (
    "* spreadsheetId spreadsheetUrl properties title locale timeZone sheets sheetId index sheetType gridProperties rowCount"
    " columnCount data startRow startColumn rowData values userEnteredValue effectiveValue formattedValue userEnteredFormat"
    " effectiveFormat numberFormat type pattern stringValue numberValue boolValue formulaValue note hyperlink"
    " frozenRowCount frozenColumnCount merges protectedRanges protectedRangeId range description warningOnly"
    " startRowIndex endRowIndex startColumnIndex endColumnIndex basicFilter sortSpecs filterSpecs columnMetadata pixelSize"
    " dataValidation condition strict showCustomUi textFormat backgroundColorStyle wrapStrategy verticalAlignment"
    " kind id name mimeType modifiedTime version createdTime capabilities canEdit permissions"
)
KNOWN = frozenset(NAMES.split())


def parsed(text: str) -> Mask:
    """The mask as a tree of names; an empty branch means all that is below. Raises 400."""
    tokens = TOKEN.findall(text)
    if "".join(tokens) != text.replace(" ", ""):
        raise words.invalid(f"Invalid field selection {text}")
    tree, rest = _names(tokens)
    if rest or not tree:
        raise words.invalid(f"Invalid field selection {text}")
    return tree


def _names(tokens: list[str]) -> tuple[Mask, list[str]]:
    """A list of paths up to its end or its closing bracket, and what is left."""
    tree: Mask = {}
    while tokens and tokens[0] != ")":
        tokens = _path(tree, tokens[1:] if tokens[0] == "," else tokens)
    return tree, tokens


def _path(tree: Mask, tokens: list[str]) -> list[str]:
    """Enter one path, `a.b(c,d)`, into the tree; gives what is left."""
    name, rest = (tokens[0], tokens[1:]) if tokens else ("", [])
    if name not in KNOWN:
        raise words.invalid(f"Invalid field selection {name}")
    branch = tree.setdefault(name, {})
    if rest[:1] in (["."], ["/"]):
        return _path(branch, rest[1:])
    if rest[:1] == ["("]:
        below, rest = _names(rest[1:])
        if rest[:1] != [")"]:
            raise words.invalid("Invalid field selection: a bracket is not closed")
        branch.update(below)
        return rest[1:]
    return rest


def masked(answer: Any, mask: Mask) -> Any:
    """The part of a JSON answer that the mask names."""
    if isinstance(answer, list):
        each = {id(item): item for item in answer}  # rows that look the same are one object, a thousand times
        done = {key: masked(item, mask) for key, item in each.items()}
        return [done[id(item)] for item in answer]
    if not mask or "*" in mask or not isinstance(answer, dict):
        return answer
    return {name: masked(answer[name], below) for name, below in mask.items() if name in answer}

"""The sheet as a declaration: its tabs and columns, their headers in Finnish, Swedish and English, and where each is found."""

from kutsu.core.columns.headers import Columns, address, find_columns, find_tab, find_tabs, headers, keys, letter, usual
from kutsu.core.columns.locate import Target, locate, unnamed
from kutsu.core.columns.renamed import recognized
from kutsu.core.columns.shape import MODEL_ID, STAFF_LANGUAGES, Column, Read, TabSchema, header
from kutsu.core.columns.tabs import CONTACTS, PILOTS, ROUND, SCHEMAS, SESSIONS, SETTINGS, VENUES

__all__ = [
    "CONTACTS",
    "MODEL_ID",
    "PILOTS",
    "ROUND",
    "SCHEMAS",
    "SESSIONS",
    "SETTINGS",
    "STAFF_LANGUAGES",
    "VENUES",
    "Column",
    "Columns",
    "Read",
    "TabSchema",
    "Target",
    "address",
    "find_columns",
    "find_tab",
    "find_tabs",
    "header",
    "headers",
    "keys",
    "letter",
    "locate",
    "recognized",
    "unnamed",
    "usual",
]

"""Google for tests: the sandbox's Sheets, with a service account whose key is made at run time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from kutsu.core.grid import Book, Cell
from kutsu.core.ports import Clock
from kutsu.sheets.google import GoogleSheet
from kutsu.sheets.outlined_google import OutlinedGoogleSheet
from tests.books import LANGUAGES
from tests.workbooks import as_json

SECONDS = 10


def key_file(email: str) -> tuple[dict[str, str], str]:
    """The key file of a new service account, and its public key in PEM."""
    key = rsa.generate_private_key(65537, 2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    content = {
        "type": "service_account",
        "private_key": private.decode(),
        "client_email": email,
        "token_uri": "https://oauth2.googleapis.com/token",
    }
    return content, public.decode()


@dataclass(frozen=True)
class Google:
    """One spreadsheet in the sandbox at `address`, and the service account of one test."""

    address: str
    name: str
    credentials: Mapping[str, str]
    clock: Clock

    def lay_down(self, book: Book, *, shared: bool = True) -> None:
        """The spreadsheet is this book from now on, shared with the service account or not."""
        editors = [self.credentials["client_email"]] if shared else []
        self._control("PUT", f"sheets/{self.name}", as_json(book, editors))

    def kept(self) -> Any:
        """The spreadsheet as Google keeps it, cells with their formats and notes."""
        return requests.get(f"{self.address}/_sandbox/sheets/{self.name}", timeout=SECONDS).json()

    def keep(self, kept: Mapping[str, object]) -> None:
        """The spreadsheet is this from now on, as after an edit by staff."""
        self._control("PUT", f"sheets/{self.name}", kept)

    def count(self) -> None:
        """Count the requests for spreadsheets and to Drive from now on; those for tokens are not."""
        requests.delete(f"{self.address}/_sandbox/gates", timeout=SECONDS).raise_for_status()
        self._control("POST", "gates", {"network": "google", "path": "/google/[vd]*", "method": "*"})

    def counted(self) -> int:
        """How many there were."""
        (gate,) = requests.get(f"{self.address}/_sandbox/gates", timeout=SECONDS).json()
        return int(gate["asked"])

    def fail(self, fault: str, method: str, path: str = "*", **more: int) -> None:
        """Let the next such requests fail; see `kutsu.sandbox.faults`."""
        rule = {"network": "google", "fault": fault, "method": method, "path": path}
        self._control("POST", "faults", {**rule, "times": 1, **more})

    def recover(self) -> None:
        """No more faults."""
        requests.delete(f"{self.address}/_sandbox/faults", timeout=SECONDS).raise_for_status()

    def admit(self, public: str) -> None:
        """Let the service account in."""
        self._control("PUT", f"accounts/google/{self.credentials['client_email']}", {"public_key": public})

    def sheet(
        self,
        seconds: float = SECONDS,
        base: str = "",
        name: str = "",
        recall: Callable[[str], Book | None] = lambda _: None,
    ) -> GoogleSheet:
        """The adapter over the spreadsheet."""
        base = base or f"{self.address}/google"
        patience = dt.timedelta(seconds=seconds)
        return GoogleSheet("demo", name or self.name, self.credentials, self.clock, LANGUAGES, base, patience, recall)

    def outlined(self) -> OutlinedGoogleSheet:
        """The same spreadsheet, for an outline."""
        base = f"{self.address}/google"
        return OutlinedGoogleSheet("demo", self.name, self.credentials, self.clock, LANGUAGES, base)

    def batch(self, *changes: dict[str, Any]) -> None:
        """Change the spreadsheet as staff do in their browser."""
        with self.sheet()._client() as client:
            client.batch_update(self.name, {"requests": list(changes)})

    def type_into(self, title: str, rows: Sequence[Sequence[Cell]]) -> None:
        """Type rows below the model row of a tab."""
        values = [[cell.raw for cell in row] for row in rows]
        with self.sheet()._client() as client:
            ranges = [{"range": f"'{title}'!A3", "values": values}]
            client.values_batch_update(self.name, {"valueInputOption": "RAW", "data": ranges})

    def _control(self, method: str, path: str, body: Mapping[str, object]) -> None:
        answer = requests.request(method, f"{self.address}/_sandbox/{path}", json=body, timeout=SECONDS)
        assert answer.ok, answer.text

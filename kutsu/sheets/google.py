"""A Google Sheet through gspread: one reading with all that is stored and shown, and writes by id in one batch.

Nothing is retried here: the next pull reads again. Sources: developers.google.com/workspace/sheets/api/reference/rest and
/limits; for `modifiedTime` developers.google.com/workspace/drive/api/reference/rest/v3/files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, cast

import gspread
import requests
from google.auth.exceptions import GoogleAuthError, RefreshError
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.service_account import Credentials
from gspread.exceptions import APIError

from kutsu.core.columns import recognized
from kutsu.core.config import Language
from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.grid import Book, Edit, Page
from kutsu.core.ports import Clock
from kutsu.door import Deadline, Door
from kutsu.sheets import google_batch, google_lean
from kutsu.sheets.google_grid import FIELDS, tab
from kutsu.sheets.placing import placed

WHOLE: Mapping[str, Any] = {"includeGridData": "true", "fields": FIELDS}
"""All tabs with all that stands in them."""
SCOPES = (
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/drive.metadata.readonly",
)
QUOTA_WAIT = dt.timedelta(minutes=1)
"""The quota is per minute, and a 429 does not say when it is free again."""
TIMEOUT = dt.timedelta(seconds=30)
UNSHARED = "Share the sheet with {account} as an editor."
UNASKED = "Enable the Google Drive API in the project of {account}."
FORBIDDEN, ABSENT, TIMED_OUT, TOO_MANY = 403, 404, 408, 429


class GoogleSheet:
    """The port `Sheet` over one spreadsheet, which is shared with a service account.

    `credentials` is the content of the service account's key file; `base` takes the place of Google's hosts. The key
    stays inside google-auth's objects, which print nothing of it, and no message here quotes it.
    """

    def __init__(
        self,
        name: str,
        spreadsheet: str,
        credentials: Mapping[str, str],
        clock: Clock,
        languages: Mapping[str, Language],
        base: str = "",
        timeout: dt.timedelta = TIMEOUT,
        recall: Callable[[str], Book | None] = lambda _: None,
    ) -> None:
        """Name the sheet as config does; nothing is asked of Google yet. `languages` are those of the text columns.

        `recall` gives the last good reading of a sheet by its name: by that tabs are known that staff have renamed since.
        """
        self.name = name
        self._id = spreadsheet
        self._credentials = credentials
        self._clock = clock
        self._languages = languages
        self._base = base
        self._timeout = timeout
        self._recall = recall
        self._last: Book | None = None

    def read(self) -> Book:
        """Read all tabs with one request.

        Raises `Unavailable` when Google does not answer or the quota is used up (with the time to wait), and `Faulty`
        for a key, an id or a permission that is wrong.
        """
        self._last = self._book(self._fetched())
        return self._last

    def stamp(self) -> str:
        """When Drive says that the spreadsheet was last changed; raises `Faulty` where Drive may not be asked at all."""
        with self._client(UNASKED) as client:
            return str(client.get_file_drive_metadata(self._id)["modifiedTime"])

    @property
    def account(self) -> str:
        """The mail address of the service account, as people share the sheet with it."""
        return str(self._credentials.get("client_email", ""))

    def capabilities(self) -> Mapping[str, Any]:
        """What the account may do with the file, by Drive's word (`canEdit` …); raises as `read` does."""
        return dict(self._drive("capabilities").get("capabilities", {}))

    def shared_with(self) -> list[str] | None:
        """The kinds of those with whom the file is shared (`user`, `group`, `domain`, `anyone`); raises as `read` does.

        None where Drive tells this account nothing of it: only who may share a file is told.
        """
        permissions = self._drive("permissions(type)").get("permissions")
        return None if permissions is None else [str(each["type"]) for each in permissions]

    def _drive(self, fields: str) -> Mapping[str, Any]:
        """These fields of Drive's files.get."""
        with self._client(UNASKED) as client:
            address = f"{gspread.urls.DRIVE_FILES_API_V3_URL}/{self._id}"
            return dict(client.request("get", address, params={"fields": fields, "supportsAllDrives": True}).json())

    def write(self, edits: Sequence[Edit], pages: Sequence[Page] = ()) -> None:
        """Write each edit into the row that has its id in a reading made now, and each page, all in one request; raises as `read` does.

        The values stand at absolute addresses, so writing them again after `Unavailable` does no harm. Where a row is to
        get its id, nothing is written if the sheet changed during the reading: an id on another row would stay there.
        """
        naming = any(edit.shows for edit in edits)
        before = self._known_stamp() if naming else ""
        book, answer = self._glanced(edits, pages) or self._looked()
        with self._verdicts():
            targets = placed(book, edits, self._languages)
            requests = [*google_batch.edited(targets), *google_batch.paged(answer["sheets"], pages)]
        if naming and self._known_stamp() != before:
            raise Unavailable(f"Sheet {self.name}: somebody is typing at this moment. Nothing was written; try again.")
        if requests:
            with self._client() as client:
                client.batch_update(self._id, {"requests": requests})

    def _looked(self) -> tuple[Book, Mapping[str, Any]]:
        """The whole spreadsheet, and the answer that it was made of."""
        answer = self._fetched()
        return self._book(answer), answer

    def _glanced(self, edits: Sequence[Edit], pages: Sequence[Page]) -> tuple[Book, Mapping[str, Any]] | None:
        """What a write has to know, by the last reading in this process; None where only the whole spreadsheet tells.

        A row without an id is known by all that it shows, and a tab that was renamed since is not found by its title.
        """
        known = self._last
        if known is None or any(edit.shows for edit in edits):
            return None
        wanted = google_lean.ranges(known, edits, pages, self._languages)
        try:
            answer = (
                google_lean.gathered(self._fetched({"ranges": wanted, "fields": google_lean.LEAN})) if wanted else None
            )
        except Faulty:
            return None
        with self._verdicts():
            book = google_lean.book(known, answer, edits, self._languages) if answer else None
        return (book, answer) if book and answer else None

    def _fetched(self, asked: Mapping[str, Any] = WHOLE) -> dict[str, Any]:
        """The spreadsheet as the API gives it, the whole of it unless less is `asked` for."""
        with self._client() as client:
            return dict(client.fetch_sheet_metadata(self._id, dict(asked)))

    def _book(self, answer: Mapping[str, Any]) -> Book:
        """The spreadsheet in Kutsu's words."""
        with self._verdicts():
            own, tabs = answer["properties"], tuple(map(tab, answer["sheets"]))
            book = Book(self.name, tabs, self._clock.now(), own["locale"], own["timeZone"])
        return recognized(book, lambda: self._recall(self.name))

    def _known_stamp(self) -> str:
        """The stamp, or nothing where Drive may not be asked."""
        try:
            return self.stamp()
        except Faulty:
            return ""

    @contextmanager
    def _client(self, forbidden: str = UNSHARED) -> Iterator[gspread.HTTPClient]:
        """The way through gspread for one call, within its time; gspread's BackOffHTTPClient would repeat requests without end.

        The account outlives the call, as it keeps its token for an hour. `forbidden` is what to do when Google says no.
        """
        deadline = Deadline(self._clock, self._timeout)
        with self._verdicts(forbidden), deadline, requests.Session() as tokens, self._authorized(tokens) as session:
            for each in (tokens, session):
                each.mount("https://", Door(deadline, self._base))
            yield gspread.HTTPClient(self._account, session)

    def _authorized(self, tokens: requests.Session) -> AuthorizedSession:
        """A session that fetches its token through `tokens` when it has none."""
        return AuthorizedSession(self._account, auth_request=Request(tokens))  # type: ignore[no-untyped-call]  # google-auth

    @cached_property
    def _account(self) -> Credentials:
        """The service account; raises `Faulty` for a key file that is none, without quoting from it."""
        try:
            account = Credentials.from_service_account_info(self._credentials, scopes=SCOPES)  # type: ignore[no-untyped-call]  # google-auth
            return cast(Credentials, account)
        except (ValueError, TypeError, KeyError, AttributeError):
            words = "the credentials are not those of a service account. Download its key again, as JSON."
            raise Faulty([f"Sheet {self.name}: {words}"]) from None  # the cause quotes from the key

    @contextmanager
    def _verdicts(self, forbidden: str = UNSHARED) -> Iterator[None]:
        """Sort everything that can go wrong between here and Google into the errors of the port."""
        try:
            yield
        except APIError as error:
            raise self._refusal(error.response.status_code, str(error), forbidden) from error
        except RefreshError as error:
            raise self._unaccepted(error) from error
        except (requests.RequestException, GoogleAuthError) as error:
            raise Unavailable(f"Sheet {self.name}: Google does not answer ({type(error).__name__}).") from error
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise Unavailable(f"Sheet {self.name}: Google's answer cannot be read ({error!r}).") from error

    def _refusal(self, status: int, words: str, forbidden: str) -> Faulty | Unavailable:
        """What an error of Google's APIs means."""
        if status == TOO_MANY:
            retry_at = self._clock.now() + QUOTA_WAIT
            return Unavailable(
                f"Sheet {self.name}: the quota of this minute is used up. Next try at {retry_at:%H:%M:%S}.", retry_at
            )
        if status == TIMED_OUT or status >= requests.codes.server_error:
            return Unavailable(f"Sheet {self.name}: Google is out of order at the moment ({status}).")
        advice = {
            FORBIDDEN: forbidden.format(account=self._credentials["client_email"]),
            ABSENT: f"There is no spreadsheet {self._id}. Check its id in the config.",
        }
        return Faulty([f"Sheet {self.name}: {advice.get(status, 'Google refused the request.')} Google says: {words}"])

    def _unaccepted(self, error: RefreshError) -> Faulty | Unavailable:
        """What it means that there is no token for the service account."""
        if error.retryable:
            return Unavailable(f"Sheet {self.name}: Google gives out no tokens at the moment.")
        words = (
            f"Google does not accept the key of {self._credentials['client_email']}. Is it still valid? Make a new one."
        )
        return Faulty([f"Sheet {self.name}: {words} Google says: {error.args[0]}"])

"""Google Sheets v4 with what Drive v3 tells of a file, for service accounts.

From the facts: 60 reads and 60 writes per minute and user, over it 429 without a reset; shown values by default, serials on
demand; empty ends left out; a batch is applied whole or not at all; only editors write. Sheets do not lag.
Bodies are read strictly, `values` are taken RAW only.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kutsu.sandbox.limits import Allowance, spend
from kutsu.sandbox.networks import No, Publication
from kutsu.sandbox.networks.google import changes, masks, values, words
from kutsu.sandbox.networks.google.books import Book
from kutsu.sandbox.networks.google.grants import DRIVE, READERS, SHEETS, Grants
from kutsu.sandbox.networks.google.grid import beside, grid
from kutsu.sandbox.networks.google.kept import SHELF, Kept
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World, stamp

READS, WRITES = Allowance("google-read", 60, 60), Allowance("google-write", 60, 60)
QUOTA = "Quota exceeded for quota metric '{0} requests' and limit '{0} requests per minute per user' of service 'sheets.googleapis.com'"

Act = Callable[[Request, Book], Awaitable[Json]]


class Google:
    """Sheets, Drive and the token endpoint as a service account meets them."""

    name, title = "google", "Google Sheets"

    def __init__(self, world: World) -> None:
        """Play Google in this world."""
        self.world = world
        self.grants, self.books = Grants(world), Kept(world.store)

    def routes(self) -> list[Route]:
        """The endpoints that are played."""
        book = "/v4/spreadsheets/{id}"
        return [
            Route("/token", self.token, methods=["POST"]),
            Route(f"{book}/values:batchGet", self._call(self.read_values)),
            Route(f"{book}/values:batchUpdate", self._call(self.write_values, writes=True), methods=["POST"]),
            Route(f"{book}/values:batchClear", self._call(self.clear_values, writes=True), methods=["POST"]),
            Route(f"{book}/values/{{range}}", self._call(self.read_one)),
            Route(f"{book}/values/{{range}}", self._call(self.write_one, writes=True), methods=["PUT"]),
            Route(f"{book}:batchUpdate", self._call(self.change, writes=True), methods=["POST"]),
            Route(book, self._call(self.whole)),
            Route("/drive/v3/files/{id}", self._call(self.file, drive=True)),
        ]

    def control(self) -> list[Route]:
        """Seeding and looking into spreadsheets, and letting service accounts in."""
        return [
            Route("/sheets/{id}", self.seed, methods=["PUT"]),
            Route("/sheets/{id}", self.seeded),
            Route("/accounts/google/{email}", self.admit, methods=["PUT"]),
        ]

    def published(self) -> Iterable[Publication]:
        """Nothing: residents see no sheet."""
        return []

    def no(self, fault: No, _: int) -> Response:
        """Google's own words for a fault; its 429 names no reset."""
        answers = {
            "401": words.error(401, "Request had invalid authentication credentials. Expected OAuth 2 access token."),
            "429": words.error(429, QUOTA.format("Write")),
            "500": words.error(503, "The service is currently unavailable."),
            "refused": words.error(403, "The caller does not have permission"),
        }
        return answers[fault].answer

    async def seed(self, request: Request) -> Response:
        """PUT /_sandbox/sheets/{id}: the spreadsheet is this from now on."""
        try:
            book = Book.model_validate_json(await request.body())
        except ValidationError as error:
            return Response(str(error), 422)
        self._keep(request.path_params["id"], book)
        return Response(status_code=204)

    async def seeded(self, request: Request) -> Response:
        """GET /_sandbox/sheets/{id}: the spreadsheet as it stands."""
        body = self.world.store.get(SHELF, request.path_params["id"])
        return JSONResponse(body, 200 if body else 404)

    async def admit(self, request: Request) -> Response:
        """PUT /_sandbox/accounts/google/{email} `{"public_key": …}`."""
        given = await words.body(request, {"public_key"})
        self.grants.register(request.path_params["email"], given["public_key"])
        return Response(status_code=204)

    async def token(self, request: Request) -> Response:
        """POST /token: a JWT grant for an access token."""
        own = str(request.url.replace(query=""))
        return JSONResponse(self.grants.exchange((await request.body()).decode(), own))

    def _call(self, act: Act, *, writes: bool = False, drive: bool = False) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint on one spreadsheet: token, quota, right to it, then the act; a change is kept when all of it held.

        Drive has scopes and a quota of its own, so large that nothing here reaches it.
        """
        scopes = DRIVE if drive else SHEETS if writes else (*SHEETS, *READERS)

        async def endpoint(request: Request) -> Response:
            email = self.grants.bearer(request.headers.get("authorization", ""), scopes)
            if not drive and spend(self.world, WRITES if writes else READS, email).over:
                raise words.error(429, QUOTA.format("Write" if writes else "Read"))
            name = request.path_params["id"]
            await request.body()  # from here to the keeping nothing awaits, so that no other request comes between
            book = self._open(name, email, writes=writes)
            answer = await act(request, book)
            if writes:
                self._keep(name, book)
            fields = request.query_params.get("fields")
            return JSONResponse(masks.masked(answer, masks.parsed(fields)) if fields else answer)

        return endpoint

    def _open(self, name: str, email: str, *, writes: bool) -> Book:
        """The spreadsheet, for one who may."""
        book = self.books.take(name) if writes else self.books.look(name)
        if book is None:
            raise words.error(404, "Requested entity was not found.")
        if email not in (book.editors if writes else [*book.editors, *book.readers]):
            raise words.error(403, "The caller does not have permission")
        return book

    def _keep(self, name: str, book: Book) -> None:
        """Keep it as changed now."""
        self.books.put(name, book.model_copy(update={"modified": self.world.now()}))

    async def whole(self, request: Request, book: Book) -> Json:
        """GET /v4/spreadsheets/{id}: tabs, and cells too on demand (with `fields`, when these name `data`)."""
        words.query(request, {"ranges", "includeGridData"})
        mask = masks.parsed(request.query_params["fields"]) if "fields" in request.query_params else {}
        cells = "data" in mask.get("sheets", {}) or (not mask and words.flag(request, "includeGridData"))
        ranges = request.query_params.getlist("ranges") or [
            f"'{tab.title.replace(chr(39), chr(39) * 2)}'" for tab in book.tabs
        ]
        blocks = [book.block(address) for address in ranges]
        sheets = []
        for index, tab in enumerate(book.tabs):
            inside = [block for block in blocks if block.tab is tab]
            if inside:
                grids = {"data": [grid(block, book.locale) for block in inside]} if cells else {}
                sheets.append({"properties": changes.sheet(tab, index), **beside(tab), **grids})
        properties = {"title": book.title, "locale": book.locale, "timeZone": book.timeZone}
        return {"spreadsheetId": request.path_params["id"], "properties": properties, "sheets": sheets}

    async def read_values(self, request: Request, book: Book) -> Json:
        """GET values:batchGet."""
        words.query(request, {"ranges", *values.OPTIONS})
        found = [
            values.rendered(book, book.block(one), request.query_params)
            for one in request.query_params.getlist("ranges")
        ]
        return {"spreadsheetId": request.path_params["id"], "valueRanges": found}

    async def read_one(self, request: Request, book: Book) -> Json:
        """GET values/{range}."""
        words.query(request, values.OPTIONS)
        return values.rendered(book, book.block(request.path_params["range"]), request.query_params)

    async def write_values(self, request: Request, book: Book) -> Json:
        """POST values:batchUpdate."""
        given = await words.body(request, {"valueInputOption", "data", "includeValuesInResponse"})
        name = {"spreadsheetId": request.path_params["id"]}
        done = [name | values.written(book, one, given.get("valueInputOption", "")) for one in given.get("data", [])]
        return name | {"totalUpdatedCells": sum(one["updatedCells"] for one in done), "responses": done}

    async def write_one(self, request: Request, book: Book) -> Json:
        """PUT values/{range}."""
        words.query(request, {"valueInputOption", "includeValuesInResponse"})
        given = await words.body(request, {"range", "majorDimension", "values"})
        given = given | {"range": request.path_params["range"]}
        name = {"spreadsheetId": request.path_params["id"]}
        return name | values.written(book, given, request.query_params.get("valueInputOption", ""))

    async def clear_values(self, request: Request, book: Book) -> Json:
        """POST values:batchClear."""
        given = await words.body(request, {"ranges"})
        done = [values.cleared(book, address) for address in given.get("ranges", [])]
        return {"spreadsheetId": request.path_params["id"], "clearedRanges": done}

    async def change(self, request: Request, book: Book) -> Json:
        """POST {id}:batchUpdate."""
        given = await words.body(request, {"requests", "includeSpreadsheetInResponse"})
        replies = [
            changes.apply(book, one, f"requests[{place}]") for place, one in enumerate(given.get("requests", []))
        ]
        return {"spreadsheetId": request.path_params["id"], "replies": replies}

    async def file(self, request: Request, book: Book) -> Json:
        """GET /drive/v3/files/{id}: by default without the time of the last change, as Drive does."""
        words.query(request, {"supportsAllDrives", "includeItemsFromAllDrives", "includeLabels"})
        name = request.path_params["id"]
        usual = {
            "kind": "drive#file",
            "id": name,
            "name": book.title,
            "mimeType": "application/vnd.google-apps.spreadsheet",
        }
        more = {
            "modifiedTime": stamp(book.modified),
            "capabilities": {"canEdit": self._caller(request) in book.editors},
        }
        return usual | (more | book.permissions() if "fields" in request.query_params else {})

    def _caller(self, request: Request) -> str:
        """Whose token a request carries."""
        return self.grants.bearer(request.headers.get("authorization", ""), DRIVE)


def network(world: World) -> Google:
    """Open Google."""
    return Google(world)

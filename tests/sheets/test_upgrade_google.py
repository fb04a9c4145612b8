"""A Google spreadsheet is made, and one in use is mended, without a change to anything that staff typed."""

from __future__ import annotations

from tests.books import CITY, LANGUAGES
from kutsu.core.outline import outlines
from tests.sheets.google import Google
from kutsu.sheets.outlined_google import OutlinedGoogleSheet

def test_x(google: Google) -> None:
    s = google.sheet()
    o = OutlinedGoogleSheet("demo", google.name, google.credentials, google.clock, LANGUAGES, s._base)
    before = s.read()
    import time
    t=time.time()
    a = o.upgrade(outlines(LANGUAGES, CITY))
    print(time.time()-t, len(a)); t=time.time()
    after = s.read()
    print(time.time()-t); t=time.time()
    assert [x.tab+x.what for x in o.upgrade(outlines(LANGUAGES, CITY))] == []
    print(time.time()-t); t=time.time()
    for x,y in zip(before.tabs,after.tabs):
        assert all(c==y.rows[i][j] for i,r in enumerate(x.rows) for j,c in enumerate(r)), x.title

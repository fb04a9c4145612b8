"""The endpoints of our own: what mail needs from the public network, and the site and the previews for machines without a web server."""

import mimetypes

mimetypes.add_type("text/calendar", ".ics")
"""Not every machine knows calendars by their suffix; Starlette adds the charset, without which ä and å break."""

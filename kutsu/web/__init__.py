"""The few endpoints of our own: the site and the previews as files, for machines that have no web server."""

import mimetypes

mimetypes.add_type("text/calendar", ".ics")
"""Not every machine knows calendars by their suffix; Starlette adds the charset, without which ä and å break."""

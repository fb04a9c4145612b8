"""The few endpoints of our own: the site and the previews as files, for machines that have no web server."""

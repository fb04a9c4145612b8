"""The endpoints of our own: what mail needs from the public network, and the site and the previews for machines without a web server."""

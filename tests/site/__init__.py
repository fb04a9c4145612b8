"""The demo's whole site, held to what a reader, a search engine and the law ask of every page."""

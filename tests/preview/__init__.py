"""The preview pages, what counts as shown, and the mail that brings them."""

"""The proof: one package, so that tests can share `tests.books`."""

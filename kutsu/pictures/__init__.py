"""Pictures: those of the sheet fetched safely, and the share cards that Kutsu draws."""

"""The audiences: who receives mail; the addresses live here, outside the shared sheet, and leave only for the provider."""

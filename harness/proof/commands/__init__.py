"""One proof a file: python -m harness prove NAME."""

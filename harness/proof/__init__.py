"""Proves the tests: they catch every mistake of the bank where it belongs, and fail no right answer."""

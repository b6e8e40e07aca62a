"""Reads from the reports of a class how it thinks."""

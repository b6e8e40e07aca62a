"""Keeps the catalogs: finds all that is said, and brings each language up to date with it."""

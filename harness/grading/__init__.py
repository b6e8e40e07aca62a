"""Submissions in, grades out: code that nobody has read, held to the claims of tests/ by way of an isolated worker."""

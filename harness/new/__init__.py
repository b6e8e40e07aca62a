"""Writes the files of a new TODO, with open places."""

"""Hostile submissions win nothing."""

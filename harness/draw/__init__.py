"""Hypothesis: what is drawn, and a claim that is run on it."""

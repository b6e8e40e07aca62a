"""Proves that a cohort loses no grade and doubles none, whatever is killed while it is graded."""

"""Right answers, however they are written, hold every claim and have all points."""

"""The payoff: the student's own NanoGPT learns to write."""

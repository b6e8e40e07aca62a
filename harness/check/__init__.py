"""Says what a TODO still lacks: a list of findings, each with its file, line and remedy."""

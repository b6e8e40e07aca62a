"""One call of a module: what it gave, what it took, and what it left behind."""

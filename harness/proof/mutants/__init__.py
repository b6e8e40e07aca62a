"""Mutants: the answers, changed by machine in one place. A claim kills each, or a record says why none can."""

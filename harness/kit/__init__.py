"""Makes what a student is given: the tests without the answers."""

"""What the course promises, and how an implementation is held to it."""

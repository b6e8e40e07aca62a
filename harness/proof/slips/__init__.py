"""Each slip is caught by its own TODO, by its name, and by no other."""

"""pytest's side, one option a file."""

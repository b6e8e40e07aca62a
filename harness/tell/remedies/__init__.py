"""What to do about an error, where that is known: the records, one theme a file, and the choice among them."""

"""Two slips in one file, and a slip in an alternate: each is caught, and named by what is there."""

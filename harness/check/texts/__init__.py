"""What is read in the files: one subject a file, in a moment."""

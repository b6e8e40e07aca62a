"""The assertions, one subject a file."""

"""From a folder of files to classes."""

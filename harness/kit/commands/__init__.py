"""The commands of the kit, one a file."""

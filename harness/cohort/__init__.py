"""What a class thinks, read from the reports of its submissions."""

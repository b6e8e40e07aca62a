"""What holds while a submission runs: its time, and what it may reach."""

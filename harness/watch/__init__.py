"""The loop that runs while the student edits."""

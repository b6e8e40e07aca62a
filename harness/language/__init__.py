"""The student's language: its catalogs, and sentences out of them. English is in the code itself."""

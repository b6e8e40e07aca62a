"""One Grade, written down for Gradescope, Classroom 50, GitHub, a spreadsheet, its author and the staff."""

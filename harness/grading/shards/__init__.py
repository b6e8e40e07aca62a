"""Grades many submissions: says once what is to be graded, hands it out in shards, and looks at the reports."""

"""The engine: it runs, compares, judges, tells, grades and proves. It knows no course."""

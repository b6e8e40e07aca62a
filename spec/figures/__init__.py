"""The figures of the course, and those that a student draws of an own implementation."""

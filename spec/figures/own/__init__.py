"""The figures of one implementation: what its classes give, and what their training looked like."""

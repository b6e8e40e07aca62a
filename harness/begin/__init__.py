"""Makes the environment on a machine that has nothing but Python."""

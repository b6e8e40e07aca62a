"""What runs in the sandbox: with the rooms up to run and the course's contracts, all that a worker is made of."""

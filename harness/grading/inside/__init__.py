"""What runs in the sandbox: it is all of this repository, besides spec/, that a worker is made of."""

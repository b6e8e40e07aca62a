"""Results, and words for them."""

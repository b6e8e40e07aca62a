"""What is seen when the claims run: over the answers, the alternates, the slips and rubbish."""

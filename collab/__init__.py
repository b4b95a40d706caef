"""Typing together: live documents that survive anything that is acknowledged. Knows nothing of postmortems."""

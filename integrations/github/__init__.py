"""GitHub, also GitHub Enterprise Server."""

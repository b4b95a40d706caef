"""Taking in postmortems that were written elsewhere."""

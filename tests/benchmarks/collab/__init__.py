"""How fast people who write together see each other's words, beside the reference server of Yjs in the same run."""

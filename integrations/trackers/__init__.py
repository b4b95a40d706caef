"""Issue trackers: what all of them have in common. Each tracker is a folder beside this one with a ``tracker.py``."""

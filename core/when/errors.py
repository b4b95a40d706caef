"""What the reader of times raises."""


class NotATime(ValueError):
    """The text is not a time; the message says in a sentence what is wrong with it."""

"""What the importer raises."""


class CannotImport(ValueError):
    """The file cannot become a postmortem. ``code`` is stable, for programs; ``sentence`` is for people.

    Codes: ``empty``, ``too_large``, ``too_many_lines``, ``binary``, ``encoding``, ``not_a_postmortem``, ``unreadable``.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence

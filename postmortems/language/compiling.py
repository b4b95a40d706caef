"""How the patterns of the rules are written: a space stands for any number of them, as wrapped lines have more."""

import re


def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(" ", "[ ]+"), re.IGNORECASE)

"""URL converters: ``<inc:number>`` matches ``INC-42`` and passes 42."""

from typing import ClassVar


class KeyConverter:
    """A URL converter for keys with one prefix; anything else is simply not that URL."""

    prefix: ClassVar[str]
    regex: str

    def __init_subclass__(cls) -> None:
        cls.regex = rf"{cls.prefix}-[1-9][0-9]{{0,17}}"

    def to_python(self, value: str) -> int:
        return int(value.removeprefix(f"{self.prefix}-"))

    def to_url(self, value: int | str) -> str:
        return value if isinstance(value, str) else f"{self.prefix}-{value}"


class IncidentKey(KeyConverter):
    prefix = "INC"


class PostmortemKey(KeyConverter):
    prefix = "PM"


class ActionKey(KeyConverter):
    prefix = "ACT"

"""An accent colour that can be read on light and on dark paper (WCAG 2.2, 1.4.3)."""

LIGHT, DARK = "#fbfaf7", "#14161a"
ENOUGH = 4.5
WHITE = (255, 255, 255)


def contrast(one: str, other: str) -> float:
    """Between 1 and 21."""
    darker, lighter = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))))
    return (lighter + 0.05) / (darker + 0.05)


def for_dark(accent: str) -> str:
    """``accent``, mixed with white until it can be read on dark paper."""
    for share in range(0, 101, 5):
        mixed = _hex(
            tuple(round(own + (white - own) * share / 100) for own, white in zip(_rgb(accent), WHITE, strict=True))
        )
        if contrast(mixed, DARK) >= ENOUGH:
            return mixed
    return "#ffffff"


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _hex(rgb: tuple[int, ...]) -> str:
    return "#" + "".join(f"{part:02x}" for part in rgb)


def _luminance(rgb: tuple[int, ...]) -> float:
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in rgb
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

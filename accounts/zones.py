"""Time zones as a person chooses them: IANA names, found also by the city alone."""

import zoneinfo
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Old spellings and technical entries: valid when written out, but no suggestion to make to anybody.
_UNSUGGESTED = ("Etc/", "SystemV/", "US/", "Canada/", "Brazil/", "Chile/", "Mexico/", "posix/", "right/")


@cache
def known_zones() -> frozenset[str]:
    """Every name this machine can tell the time by (read from disk once)."""
    return frozenset(zoneinfo.available_timezones())


@cache
def suggested_zones() -> tuple[str, ...]:
    """The names to offer, by region and city, ``UTC`` first."""
    cities = (name for name in known_zones() if "/" in name and not name.startswith(_UNSUGGESTED))
    return ("UTC", *sorted(cities))


def find_zone(text: str) -> str | None:
    """The zone that ``text`` means: its name in any capitals, or a city that only one zone is named after."""
    wish = text.strip().replace(" ", "_").casefold()
    return _by_name().get(wish) or _by_city().get(wish)


@cache
def _by_name() -> dict[str, str]:
    return {name.casefold(): name for name in known_zones()}


@cache
def _by_city() -> dict[str, str]:
    cities: dict[str, list[str]] = {}
    for name in suggested_zones():
        cities.setdefault(name.rpartition("/")[2].casefold(), []).append(name)
    return {city: names[0] for city, names in cities.items() if len(names) == 1}


def validate_time_zone(name: str) -> None:
    """Raise ``ValidationError`` unless ``name`` is an IANA time zone such as ``Europe/Berlin``."""
    if name not in known_zones():
        raise ValidationError(
            _("“%(name)s” is not a time zone we know. Try “Europe/Berlin” or “UTC”."), params={"name": name}
        )

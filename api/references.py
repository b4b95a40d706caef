"""Names that programs know things by, and the rows behind them. What is not there is told beside its field."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from accounts.models import User
from api.problems import Fault, invalid
from incidents.models import Service

Row = TypeVar("Row", bound=Model)
NOBODY = "Nobody here has this e-mail address or handle."


def people(names: Iterable[str], field: str) -> list[User]:
    """Active people by e-mail address or handle, in that order. Raises ``Problem``."""
    wanted = list(map(_spelt, names))
    rows = User.objects.active().filter(Q(email__in=wanted) | Q(handle__in=wanted))
    found = {known: user for user in rows for known in (user.handle, user.email)}
    return _each(wanted, found, field, "unknown-person", NOBODY)


def services(names: Iterable[str], field: str) -> list[Service]:
    wanted = list(names)
    found = {service.name: service for service in Service.objects.filter(name__in=wanted).select_related("team")}
    return _each(wanted, found, field, "unknown-service", "There is no such service.")


def _each(wanted: list[str], found: dict[str, Row], field: str, code: str, words: str) -> list[Row]:
    faults = [Fault(code, words, pointer=f"/{field}/{place}") for place, name in enumerate(wanted) if name not in found]
    if faults:
        raise invalid(*faults)
    return [found[name] for name in dict.fromkeys(wanted)]


def person(name: str, **place: str) -> User:
    """An active person by e-mail address or handle. Raises ``Problem`` with a fault at ``place`` (see ``Fault``)."""
    wanted = _spelt(name)
    found = User.objects.active().filter(Q(email=wanted) | Q(handle=wanted)).first()
    if found is None:
        raise invalid(Fault("unknown-person", NOBODY, **place))
    return found


def _spelt(name: str) -> str:
    return name.strip().removeprefix("@").lower()


def row(rows: QuerySet[Row], among: str, name: str, **place: str) -> Row:
    """The row whose field ``among`` is ``name``. Raises ``Problem`` with a fault at ``place`` (see ``Fault``)."""
    found = rows.filter((among, name)).first()
    if found is None:
        what = str(rows.model._meta.verbose_name)
        raise invalid(Fault(f"unknown-{what.replace(' ', '-')}", f"There is no such {what}.", **place))
    return found

"""Names that programs know things by, and the rows behind them. What is not there is told beside its field."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from accounts.models import User
from api.problems import Fault, Problem, invalid
from incidents.models import Service

Row = TypeVar("Row", bound=Model)


def people(names: Iterable[str], field: str) -> list[User]:
    """Active people by e-mail address or handle, in that order. Raises ``Problem``."""
    wanted = [name.strip().removeprefix("@").lower() for name in names]
    rows = User.objects.active().filter(Q(email__in=wanted) | Q(handle__in=wanted))
    found = {known: user for user in rows for known in (user.handle, user.email)}
    return _each(wanted, found, field, "unknown-person", "Nobody here has this e-mail address or handle.")


def services(names: Iterable[str], field: str) -> list[Service]:
    wanted = list(names)
    found = {service.name: service for service in Service.objects.filter(name__in=wanted).select_related("team")}
    return _each(wanted, found, field, "unknown-service", "There is no such service.")


def _each(wanted: list[str], found: dict[str, Row], field: str, code: str, words: str) -> list[Row]:
    faults = [Fault(code, words, pointer=f"/{field}/{place}") for place, name in enumerate(wanted) if name not in found]
    if faults:
        raise invalid(*faults)
    return [found[name] for name in dict.fromkeys(wanted)]


def person(name: str, field: str) -> User:
    """An active person by e-mail address or handle. Raises ``Problem``."""
    try:
        return people([name], field)[0]
    except Problem as problem:
        raise invalid(*(Fault(fault.code, fault.detail, pointer=f"/{field}") for fault in problem.faults)) from None


def row(rows: QuerySet[Row], among: str, name: str, **place: str) -> Row:
    """The row whose field ``among`` is ``name``. Raises ``Problem`` with a fault at ``place`` (see ``Fault``)."""
    found = rows.filter((among, name)).first()
    if found is None:
        what = str(rows.model._meta.verbose_name)
        raise invalid(Fault(f"unknown-{what.replace(' ', '-')}", f"There is no such {what}.", **place))
    return found

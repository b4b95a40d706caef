"""Print a one-time link that signs an administrator in."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from accounts.models import OneTimeLink, Role, User

FIRST_ADMIN = "admin@localhost"
A_DAY = 24 * 60
A_MONTH = 31 * A_DAY


def lasting(text: str) -> int:
    """``--minutes``: a whole number from 1 to a month's worth."""
    if not text.isdecimal() or not 1 <= int(text) <= A_MONTH:
        raise ArgumentTypeError(f"give a whole number of minutes from 1 to {A_MONTH}")
    return int(text)


class Command(BaseCommand):
    help = "Print a link that signs an administrator in once; makes the administrator if there is none yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", nargs="?", help=f"whose link (default: {FIRST_ADMIN}, else the oldest admin)")
        parser.add_argument("--minutes", type=lasting, default=A_DAY, help="how long the link is good (default: 1440)")

    @transaction.atomic
    def handle(self, *_args: Any, email: str | None, minutes: int, **_options: Any) -> None:
        admin = self.administrator(email.strip().lower()) if email else self.any_administrator()
        self.stdout.write(OneTimeLink.entry(admin, timedelta(minutes=minutes)))

    def any_administrator(self) -> User:
        admins = User.objects.admins()
        return (
            admins.filter(email=FIRST_ADMIN).first() or admins.order_by("pk").first() or self.administrator(FIRST_ADMIN)
        )

    def administrator(self, email: str) -> User:
        """The admin with this address, made if nobody has it. Whoever may run this command owns the installation."""
        user = User.objects.filter(email=email).first()
        if user is None:
            return User.objects.create_user(valid(email), name="Administrator", role=Role.ADMIN)
        if not user.is_active or not user.is_admin:
            what = "an admin" if user.is_active else "active"
            raise CommandError(f"{email} is not {what}. Run admin_link without an address and mend that under People.")
        return user


def valid(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError as error:
        raise CommandError(f"“{email}” is not an e-mail address.") from error
    return email

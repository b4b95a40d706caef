"""Print an API token of a person: the token and nothing else, so that a script can take it."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import ApiToken, Scope, User, scopes_of

LONGEST = 3650
NAME_LENGTH = ApiToken._meta.get_field("name").max_length or 80


def days(text: str) -> int:
    """``--days``: a whole number from 1 to ten years' worth."""
    if not text.isdecimal() or not 1 <= int(text) <= LONGEST:
        raise ArgumentTypeError(f"give a whole number of days from 1 to {LONGEST}")
    return int(text)


def name(text: str) -> str:
    """``--name``: a few words on one line."""
    words = " ".join(text.split())
    if not 1 <= len(words) <= NAME_LENGTH or not words.isprintable():
        raise ArgumentTypeError(f"give a name of 1 to {NAME_LENGTH} characters")
    return words


class Command(BaseCommand):
    help = "Print a new API token of a person. It is shown this once; only its hash is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="whose token: it may do what this person may, within its scope")
        parser.add_argument("--scope", choices=Scope.values, default=Scope.READ.value, help="default: read")
        parser.add_argument("--name", type=name, default="Made by create_token", help="what it is for")
        parser.add_argument("--days", type=days, help="how long it is good (default: until it is revoked)")

    def handle(self, *_args: Any, email: str, scope: str, name: str, days: int | None, **_options: Any) -> None:
        user = owner(email.strip().lower())
        if scope not in scopes_of(user):
            allowed = " or ".join(scopes_of(user))
            raise CommandError(f"{user.email} is a {user.role}: a token of theirs has the scope {allowed}.")
        _token, text = ApiToken.issue(user, name=name, scope=scope, lasts=timedelta(days=days) if days else None)
        self.stdout.write(text)


def owner(email: str) -> User:
    user = User.objects.filter(email=email).first()
    if user is None:
        raise CommandError(f"Nobody here has the address {email}.")
    if not user.is_active:
        raise CommandError(f"{email} is not active: only people who may sign in have tokens.")
    return user

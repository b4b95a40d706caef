"""Take the second factor off somebody who has lost it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.second_factor import reset


class Command(BaseCommand):
    help = "Take passkeys, authenticator app and recovery codes off a person and sign them out everywhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="whose; make sure first that it is they who ask")

    def handle(self, *_args: Any, email: str, **_options: Any) -> None:
        person = User.objects.filter(email=email.strip().lower()).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {email}.")
        if not reset(person):
            raise CommandError(f"{person.email} has no second factor.")
        self.stdout.write(f"{person.email} signs in with the password alone now, and can set up a new second factor.")

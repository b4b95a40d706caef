"""Bring the database up to date; on the very first start, fill it with the demo and print the way in."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Apply migrations; if nobody is in the database yet, load the demo and print a one-time administrator link."

    def handle(self, *_args: Any, **_options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        if not get_user_model()._default_manager.exists():
            if not settings.PRODUCTION:
                self.stdout.write("First start: loading the demo organisation …")
                self.stdout.flush()
                call_command("seed_demo")
            self.stdout.write("Your administrator link (works once):")
            call_command("admin_link")
        self.stdout.write("A new administrator link: ./dev manage admin_link")

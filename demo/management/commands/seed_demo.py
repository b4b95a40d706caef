"""Fill an empty installation with a believable organisation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Team
from actions.models import ActionItem
from demo.year import live_through
from incidents.models import Incident, Service


class Command(BaseCommand):
    help = "Make an invented company with a year of incidents, postmortems and actions. Deletes nothing, ever."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if any(model._default_manager.exists() for model in (Team, Service, Incident, ActionItem)):
            raise CommandError(
                "There is data already, and the demo would mix with it. "
                "Choose an empty database, for example: DATA_DIR=var/demo ./dev run"
            )
        cast = live_through()
        self.stdout.write(
            f"Pedlar Lane is here: {len(cast.people)} people, {len(cast.incidents)} incidents, "
            f"{len(cast.postmortems)} postmortems, {ActionItem.objects.count()} action items."
        )

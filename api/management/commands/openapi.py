"""Print the description of the API, as ``/api/v1/openapi.json`` gives it."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from api.v1 import api


class Command(BaseCommand):
    help = "Print the OpenAPI description. Refresh the tests' copy: manage.py openapi > tests/api/openapi.json"

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(json.dumps(api.get_openapi_schema(), indent=1, sort_keys=True, default=str))

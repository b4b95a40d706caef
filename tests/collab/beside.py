"""A process beside the web server, as the worker is one: runs the Python it is sent, a line of JSON each way."""

import json
import sys

import django
from django.db import connection


def main() -> None:
    django.setup()
    names: dict[str, object] = {}
    for line in sys.stdin:
        exec(json.loads(line), names)
        connection.close()  # the database may be away until the next line
        sys.stdout.write(json.dumps(names.pop("answer", None)) + "\n")
        sys.stdout.flush()


main()

"""A process beside the web server, as the worker is one: runs the Python it is sent, a line of JSON each way."""

import json
import sys

import django


def main() -> None:
    django.setup()
    names: dict[str, object] = {}
    for line in sys.stdin:
        exec(json.loads(line), names)
        sys.stdout.write(json.dumps(names.pop("answer", None)) + "\n")
        sys.stdout.flush()


main()

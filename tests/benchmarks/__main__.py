"""What `./dev bench` runs: one measurement by name, or all of them."""

import sys

from tests.benchmarks import chasing, pages, paper, public
from tests.benchmarks.collab import kills
from tests.benchmarks.collab import measure as collab

MEASUREMENTS = {
    "pages": pages.main,
    "collab": collab.main,
    "collab-kills": kills.main,
    "chasing": chasing.main,
    "public": public.main,
    "pdf": paper.main,
}


def main(argv: list[str]) -> int:
    if not argv:
        return max(measurement([]) for measurement in MEASUREMENTS.values())
    if argv[0] not in MEASUREMENTS:
        print(f"There is no measurement {argv[0]!r}; there are: {', '.join(MEASUREMENTS)}.")
        return 2
    return MEASUREMENTS[argv[0]](argv[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`./dev bench [NAME]`: all measurements, or one."""

import sys
from collections.abc import Callable

from bench import analyst, batch, conflicts, edge, learning, ocr, road, send

MEASUREMENTS: dict[str, Callable[[], None]] = {
    "edge": edge.measure,
    "road": road.measure,
    "batch": batch.measure,
    "send": send.measure,
    "ocr": ocr.measure,
    "conflicts": conflicts.measure,
    "weights": learning.measure,
    "analyst": analyst.measure,
}


def main() -> int:
    """Run the measurements that are named, or all."""
    names = sys.argv[1:] or list(MEASUREMENTS)
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        sys.stderr.write(f"bench: no {unknown[0]}; there are: {', '.join(MEASUREMENTS)}\n")
        return 2
    for name in names:
        MEASUREMENTS[name]()
    return 0


sys.exit(main())

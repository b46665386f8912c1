"""`make bench`: every figure as a ratio measured in one run, beside the limit it must keep."""

import sys
from importlib import import_module

from tests.bench.figures import Figure

BENCHES = (
    "round_trips",
    "sweep",
    "by_hand",
    "first_frame",
    "stall",
    "explain_speed",
    "explain_accuracy",
    "helpdesk_folder",
    "package",
)


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; exit 1 when a limit is missed."""
    missed = False
    for name in names or BENCHES:
        try:
            figures: list[Figure] = import_module(f"tests.bench.{name}").measure()
        except NotImplementedError as reason:
            print(f"{name}: left out, {reason}")
            continue
        for figure in figures:
            print(figure.line(), flush=True)
            missed |= not figure.kept
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

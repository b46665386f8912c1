"""Learns the weights of the evidence again: `python -m tests.judge.reply.learn`."""

import msgspec

from wizard.judge.reply.learning import examples, learned
from wizard.resources import resource


def main() -> None:
    """Write `resources/replies/weights.json`."""
    weights = learned(list(examples()))
    resource("replies/weights.json").write_bytes(msgspec.json.encode(weights) + b"\n")
    print(f"{len(weights.features)} features")


if __name__ == "__main__":
    main()

"""How large the model is and how it is trained, and how it is asked for."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from math import cos, pi
from pathlib import Path
from typing import Any

from harness.language.choice import add_option
from harness.language.speech import say, to_say
from harness.tell import commands

IMPL, CHECKPOINT = Path("student"), Path("nanogpt.safetensors")
SIZE = ("block_size", "embed_size", "heads", "layers")  # what the shapes of the weights follow from
MEANING = {
    "text": ("NAME", to_say("play, which is generated; shakespeare, which is fetched; or a file of your own")),
    "steps": ("N", to_say("steps of training")),
    "batch": ("B", to_say("lines in a step")),
    "block_size": ("T", to_say("characters that the model sees")),
    "embed_size": ("C", to_say("features of a character")),
    "heads": ("H", to_say("heads of a layer")),
    "layers": ("N", to_say("BlockVer4s, one after another")),
    "dropout": ("P", to_say("probability of dropout")),
    "rate": ("R", to_say("learning rate of the first step; it falls to 0")),
    "seed": ("S", to_say("what all draws follow from")),
}


class CannotTrain(Exception):
    """What was asked for cannot be done; the message says why and what to do."""


@dataclass(frozen=True)
class Settings:
    """The defaults take about two minutes on a laptop's CPU. `rate`, the learning rate, falls to 0 by a cosine."""

    text: str = "play"
    steps: int = 1000
    batch: int = 16
    block_size: int = 128
    embed_size: int = 64
    heads: int = 4
    layers: int = 3
    dropout: float = 0.0
    rate: float = 0.004
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("steps", "batch", *SIZE):
            if getattr(self, name) < 1:
                raise CannotTrain(f"{option(name)} {getattr(self, name)} is too small: take 1 or more.")
        if self.embed_size % self.heads:
            fitting = ", ".join(str(n) for n in range(1, self.embed_size + 1) if self.embed_size % n == 0)
            raise CannotTrain(
                f"{self.heads} heads don't divide an embed_size of {self.embed_size}: take one of --heads {fitting}."
            )
        if not 0 <= self.dropout < 1:
            raise CannotTrain(f"--dropout {self.dropout} is no probability below 1: take 0 for none, or 0.1.")
        if not 0 < self.rate < float("inf"):
            raise CannotTrain(f"--rate {self.rate} is no learning rate: take a number above 0, such as 0.001.")

    def rate_of(self, step: int) -> float:
        """The learning rate of a step, counted from 0."""
        return self.rate * (1 + cos(pi * step / self.steps)) / 2

    def changed(self, asked: Mapping[str, Any]) -> Settings:
        """These, but for what is asked. Raises CannotTrain."""
        return replace(self, **asked)

    def as_data(self) -> dict[str, Any]:
        """All of them by name, for JSON."""
        return asdict(self)


def option(name: str) -> str:
    """A setting as it is given to the command."""
    return f"--{name.replace('_', '-')}"


def parser() -> argparse.ArgumentParser:
    """The settings are in what it returns only where they are asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m spec.train",
        description=say("Trains your NanoGPT on a text, and lets it write. Ctrl-C saves it, and --resume goes on."),
    )
    add = parser.add_argument
    add_option(parser)
    add(
        "--impl",
        type=Path,
        default=IMPL,
        metavar="FOLDER",
        help=say("whose classes (default: {default})", default=IMPL),
    )
    add(
        "--checkpoint",
        type=Path,
        default=CHECKPOINT,
        metavar="FILE",
        help=say("where it is saved (default: {default})", default=CHECKPOINT),
    )
    add("--resume", action="store_true", help=say("go on from the checkpoint"))
    add("--anew", action="store_true", help=say("begin anew, and lose the checkpoint that is there"))
    add("--generate", type=_count, metavar="N", help=say("train nothing; write N characters"))
    add("--prompt", metavar="TEXT", help=say("what the writing goes on from"))
    add("--device", choices=("cpu", "cuda"), default="cpu", help=say("default: {default}", default="cpu"))
    add(
        "--threads",
        type=_count,
        default=1,
        metavar="N",
        help=say("torch's threads on the CPU (default: {default})", default=1),
    )
    settings = parser.add_argument_group(say("settings"), say("a checkpoint knows its own"))
    for name, default in Settings().as_data().items():
        metavar, meaning = MEANING[name]
        settings.add_argument(
            option(name),
            type=type(default),
            default=argparse.SUPPRESS,
            metavar=metavar,
            help=say("{meaning} (default: {default})", meaning=say(meaning), default=default),
        )
    return parser


def again(asked: argparse.Namespace, *more: str) -> str:
    """The command with other options, for the same implementation and checkpoint."""
    impl = [] if asked.impl == IMPL else ["--impl", str(asked.impl)]
    checkpoint = [] if asked.checkpoint == CHECKPOINT else ["--checkpoint", str(asked.checkpoint)]
    return commands.python("-m", "spec.train", *impl, *checkpoint, *more)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(say("{text} is no number of 1 or more", text=repr(text)))
    return int(text)

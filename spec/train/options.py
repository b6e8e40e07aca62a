"""What python -m spec.train can be asked for."""

from __future__ import annotations

import argparse
from pathlib import Path

from harness.tell import commands
from spec.train.settings import Settings, option

IMPL, CHECKPOINT = Path("student"), Path("nanogpt.safetensors")

MEANING = {
    "text": ("NAME", "play, which is generated; shakespeare, which is fetched; or a file of your own"),
    "steps": ("N", "steps of training"),
    "batch": ("B", "lines in a step"),
    "block_size": ("T", "characters that the model sees"),
    "embed_size": ("C", "features of a character"),
    "heads": ("H", "heads of a layer"),
    "layers": ("N", "BlockVer4s, one after another"),
    "dropout": ("P", "probability of dropout"),
    "rate": ("R", "learning rate of the first step; it falls to 0"),
    "seed": ("S", "what all draws follow from"),
}


def parser(description: str) -> argparse.ArgumentParser:
    """The settings are in what it returns only where they are asked for."""
    parser = argparse.ArgumentParser(prog="python -m spec.train", description=description)
    add = parser.add_argument
    add("--impl", type=Path, default=IMPL, metavar="FOLDER", help="whose classes (default: %(default)s)")
    add("--checkpoint", type=Path, default=CHECKPOINT, metavar="FILE", help="where it is saved (default: %(default)s)")
    add("--resume", action="store_true", help="go on from the checkpoint")
    add("--anew", action="store_true", help="begin anew, and lose the checkpoint that is there")
    add("--generate", type=_count, metavar="N", help="train nothing; write N characters")
    add("--prompt", metavar="TEXT", help="what the writing goes on from")
    add("--device", choices=("cpu", "cuda"), default="cpu", help="default: %(default)s")
    add("--threads", type=_count, default=1, metavar="N", help="torch's threads on the CPU (default: %(default)s)")
    settings = parser.add_argument_group("settings", "a checkpoint knows its own")
    for name, default in Settings().as_data().items():
        metavar, meaning = MEANING[name]
        settings.add_argument(
            option(name),
            type=type(default),
            default=argparse.SUPPRESS,
            metavar=metavar,
            help=f"{meaning} (default: {default})",
        )
    return parser


def again(asked: argparse.Namespace, *more: str) -> str:
    """The command with other options, for the same implementation and checkpoint."""
    impl = [] if asked.impl == IMPL else ["--impl", str(asked.impl)]
    checkpoint = [] if asked.checkpoint == CHECKPOINT else ["--checkpoint", str(asked.checkpoint)]
    return commands.python("-m", "spec.train", *impl, *checkpoint, *more)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of 1 or more")
    return int(text)

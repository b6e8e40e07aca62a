"""A maintainer's command: it works in so many processes, of one thread each, and says how long it took."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence

import torch

from harness.judge.edits import EditError
from harness.judge.slips import BadSlip
from harness.proof.claims import NotHeld
from harness.proof.cohort.trial import NotProven
from harness.proof.mutants.explained import BadReason
from harness.proof.redteam.attacks import BadAttack
from harness.proof.right.gradings import NotGraded


def timed(
    parser: argparse.ArgumentParser, words: Sequence[str] | None, work: Callable[[argparse.Namespace], int]
) -> int:
    """The exit status of the work; 2 where a sentence says why it cannot be done."""
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (default: one a core)")
    asked = parser.parse_args(words)
    torch.set_num_threads(1)
    started = time.time()
    try:
        status = work(asked)
    except (BadAttack, BadReason, BadSlip, EditError, NotGraded, NotHeld, NotProven) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{time.time() - started:.0f} s")
    return status

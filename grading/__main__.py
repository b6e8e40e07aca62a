"""python -m grading SUBMISSION... --out DIR

Exit status: 0 graded, whatever the grade; 2 a submission could not be read; 3 the grader itself failed.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from pathlib import Path

import torch

from grading.grader import Grader
from grading.inside.layers import LAYERS
from grading.paths import ROOT
from grading.run import FAILED, GRADED, Run, folders, gather, grade_all
from grading.sandbox import Refused, Sandbox, demand
from grading.worker import NoWorker
from spec.ladder import LADDER


def main() -> int:
    asked = _arguments()
    torch.set_num_threads(1)
    hidden = (ROOT / "reference" / "gpt_v1.py", ROOT / "tests" / "test_1.py", *asked.paths)
    sandbox = Sandbox(hidden, tuple(asked.without))
    try:
        zygote, isolation = sandbox.start()
        demand(isolation, asked.isolation)
    except (NoWorker, Refused) as error:
        print(f"Nothing was graded: {error}", file=sys.stderr)
        return FAILED
    if isolation.missing:
        missing = "".join(f"\n  - {sentence}" for sentence in isolation.missing)
        print(f"Warning: isolation is {isolation.level}. What is missing here:{missing}", file=sys.stderr)
    todos = tuple(asked.todos or (todo.number for todo in LADDER))
    grader = Grader.of(ROOT)
    if len(asked.paths) > 1:
        grader = grader.rehearse(ROOT, asked.seed, todos)
    run = Run(grader, isolation, asked.seed, todos)
    outs = folders(asked.paths, asked.out)
    statuses = grade_all(run, asked.paths, outs, zygote, lambda: sandbox.start()[0], asked.jobs)
    if len(outs) > 1:
        gather(outs, asked.out)
    return max(statuses, default=GRADED)


def _path(text: str) -> Path:
    return Path(os.path.abspath(text))  # which follows no link


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m grading", description=__doc__.split("\n\n")[1])
    parser.add_argument("paths", metavar="SUBMISSION", nargs="+", type=_path, help="a folder, a .zip or a .tar.gz")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the reports go")
    parser.add_argument(
        "--isolation",
        choices=("full", "degraded", "none"),
        help="grade at this level or above; without it, degraded will do, with a warning. none: with your own rights",
    )
    parser.add_argument(
        "--without", action="append", default=[], choices=LAYERS, help="leave a layer out, to try the rest"
    )
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32), help="the draws of an earlier run")
    parser.add_argument(
        "--todo",
        dest="todos",
        action="append",
        type=int,
        choices=[todo.number for todo in LADDER],
        help="this one alone",
    )
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="submissions graded at a time")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

"""python -m grading SUBMISSION... --out DIR

Exit status: 0 graded, whatever the grade; 2 a submission could not be read; 3 the grader itself failed.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import traceback
from pathlib import Path

import torch

from grading.grader import Grader
from grading.inside.layers import LAYERS
from grading.lanes import Lanes
from grading.paths import ROOT
from grading.run import FAILED, Run, Work, conclude, folders, grade_all
from grading.sandbox import Refused, Sandbox, demand
from grading.worker import NoWorker, Zygote
from spec.ladder import LADDER


def main() -> int:
    asked = _arguments()
    try:
        return _graded(asked)
    except (NoWorker, Refused) as error:
        print(f"Nothing was graded: {error}", file=sys.stderr)
    except Exception:
        traceback.print_exc()
    return FAILED


def _graded(asked: argparse.Namespace) -> int:
    """The exit status. Raises NoWorker, Refused."""
    torch.set_num_threads(1)
    todos = tuple(todo for todo in LADDER if todo.number in (asked.todos or _numbers()))
    hidden = (ROOT / "reference" / "gpt_v1.py", ROOT / "tests" / "test_1.py", *asked.paths)
    sandbox = Sandbox(hidden, tuple(asked.without))
    starting = [sandbox.begin() for _ in range(min(asked.jobs, len(asked.paths) * len(todos)))]
    grader = Grader.of(ROOT)
    zygotes = list[Zygote]()
    for ready in starting:
        zygote, isolation = ready()
        zygotes.append(zygote)
        demand(isolation, asked.isolation)
    if isolation.missing:
        missing = "".join(f"\n  - {sentence}" for sentence in isolation.missing)
        print(f"Warning: isolation is {isolation.level}. What is missing here:{missing}", file=sys.stderr)
    outs = folders(asked.paths, asked.out)
    run = Run(grader, isolation, asked.seed, todos, rehearses=len(asked.paths) > 1)
    lanes = Lanes[Work](zygotes, lambda: sandbox.start()[0])
    try:
        statuses = grade_all(run, asked.paths, outs, lanes)
    finally:
        lanes.close()
    return conclude(asked.paths, outs, statuses, asked.out)


def _numbers() -> list[int]:
    return [todo.number for todo in LADDER]


def _jobs(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes: give 1 or more")
    return int(text)


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
        choices=_numbers(),
        help="this one alone",
    )
    parser.add_argument("--jobs", type=_jobs, default=2, metavar="N", help="processes that grade at a time; default 2")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

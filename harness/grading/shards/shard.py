"""Grades some of the submissions of a manifest, on this node.

Exit status: 0 each has a grade; 2 the command is wrong; 3 the grader failed, and one at least has none; 4 nothing can
be graded here; 5 there is no room for reports; 6 another run has taken the place of this one.
"""

from __future__ import annotations

import argparse
import ctypes
import signal
import traceback
from collections.abc import Sequence
from pathlib import Path

import torch

from harness.course import course
from harness.grading.crowded import cores
from harness.grading.grade import Isolation
from harness.grading.grader import Grader
from harness.grading.inside.zygote import PR_SET_PDEATHSIG
from harness.grading.process_pool import ProcessPool
from harness.grading.run import Grading, NoRoom, Run, Superseded, Work, grade_all
from harness.grading.sandbox.bubblewrap import Refused, Sandbox, demand
from harness.grading.sandbox.worker import NoWorker, Zygote
from harness.grading.shards.manifest import Manifest, Settings, Task
from harness.grading.shards.status import run_in
from harness.grading.terminal import complain
from harness.grading.terms import Terms
from harness.language.speech import speak

GRADED, FAILED, UNFIT, FULL, SUPERSEDED = 0, 3, 4, 5, 6


def main(parser: argparse.ArgumentParser, words: Sequence[str]) -> int:
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="it has the manifest")
    parser.add_argument("--run", required=True, help="the number of the run, as status.json has it")
    parser.add_argument("folders", nargs="+", metavar="FOLDER", help="of reports, as the manifest calls it")
    asked = parser.parse_args(words)
    manifest = Manifest.read(asked.out)
    if manifest is None or not set(asked.folders) <= set(manifest.tasks):
        parser.error(f"{asked.out} has no manifest that names these folders")
    return grade(asked.out, asked.run, [manifest.tasks[folder] for folder in asked.folders], manifest.settings)


def grade(out: Path, run: str, tasks: Sequence[Task], settings: Settings) -> int:
    """Write the reports of tasks with one seed and the same TODOs. It ends with the process that began it."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    torch.set_num_threads(1)
    speak(settings.language)
    try:
        return _graded(out, run, tasks, settings)
    except (NoWorker, Refused) as error:
        complain(str(error))
        return UNFIT
    except NoRoom:
        return FULL
    except Superseded:
        return SUPERSEDED
    except Exception:
        complain(traceback.format_exc())
        return FAILED


def _graded(out: Path, number: str, tasks: Sequence[Task], settings: Settings) -> int:
    todos = tuple(todo for todo in course().todos if todo.number in tasks[0].todos)
    root = course().root
    hidden = (
        root / "reference" / f"{course().files[0]}.py",
        root / "tests" / "test_1.py",
        *(task.path for task in tasks),
    )
    sandbox = Sandbox(hidden, settings.without)
    starting = [sandbox.begin() for _ in range(min(_jobs(settings), len(tasks) * len(todos)))]
    grader = Grader.of(root)
    zygotes = list[Zygote]()
    for ready in starting:
        zygote, isolation = ready()
        zygotes.append(zygote)
        demand(isolation, settings.isolation)
    _warn(isolation)
    run = Run(
        grader,
        isolation,
        tasks[0].seed,
        todos,
        tasks[0].version,
        settings.replays,
        lambda: run_in(out) == number,
        Terms.read(*settings.files),
    )
    gradings = [Grading(run, task.path, out / task.folder, task.digest) for task in tasks]
    pool = ProcessPool[Work](zygotes, lambda: sandbox.start()[0])
    try:
        grade_all(run, gradings, pool)
    finally:
        pool.close()
    return GRADED if all(grading.graded for grading in gradings) else FAILED


def _jobs(settings: Settings) -> int:
    """No more processes than cores, so that a timed claim has one to itself."""
    many = cores()
    if settings.jobs > many:
        complain(f"Warning: {settings.jobs} processes were asked for, but there are {many} cores: so many will grade.")
    return min(settings.jobs, many)


def _warn(isolation: Isolation) -> None:
    if isolation.missing:
        missing = "".join(f"\n  - {sentence}" for sentence in isolation.missing)
        complain(f"Warning: isolation is {isolation.level}. What is missing here:{missing}")

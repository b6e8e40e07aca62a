"""The command line, checked before anything is graded."""

from __future__ import annotations

import argparse
import os
import stat
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from harness.course import course
from harness.grading.inside.layers import LAYERS
from harness.grading.intake.exports import export
from harness.grading.policy import BadPolicy
from harness.grading.reports.folders import alone
from harness.grading.reports.sanitized import line
from harness.grading.reports.upload import FORMS
from harness.grading.roster import BadRoster
from harness.grading.terminal import say
from harness.grading.terms import Terms
from harness.language.speech import languages

SEEDS = 2**32


def arguments(parser: argparse.ArgumentParser, words: Sequence[str]) -> argparse.Namespace:
    """What is asked for. A mistake in it ends the process with status 2."""
    parser.add_argument("paths", metavar="SUBMISSION", nargs="+", type=_path, help="a folder, a .zip or a .tar.gz")
    parser.add_argument("--out", type=_absolute, required=True, metavar="DIR", help="where the reports go")
    parser.add_argument(
        "--isolation",
        choices=("full", "degraded", "none"),
        help="grade at this level or above; without it, degraded will do, with a warning. none: with your own rights",
    )
    parser.add_argument(
        "--without", action="append", default=[], choices=LAYERS, help="leave a layer out, to try the rest"
    )
    parser.add_argument("--seed", type=_seed, help="the draws of an earlier run")
    parser.add_argument(
        "--again",
        choices=("all", "failed", "changed"),
        default="",
        help="grade anew: all; what has lost points; or what has changed since, in itself or by another grader",
    )
    parser.add_argument(
        "--on",
        type=_engine,
        default="local",
        metavar="ENGINE",
        help="local (default), or dask://HOST:PORT of a scheduler",
    )
    parser.add_argument(
        "--todo",
        dest="todos",
        action="append",
        type=int,
        choices=[todo.number for todo in course().todos],
        help="this one alone; may be given several times",
    )
    parser.add_argument("--jobs", type=_jobs, default=2, metavar="N", help="processes that grade at a time; default 2")
    parser.add_argument("--boards", action="store_true", help="print the board of each submission")
    parser.add_argument("--lang", choices=languages(), help="the language of the reports; default: the course's")
    parser.add_argument("--excel", action="store_true", help="begin the table as Excel needs it to read names right")
    _offer_terms(parser)
    asked = parser.parse_args(words)
    asked.terms = _read_terms(parser, asked)
    asked.paths = list(dict.fromkeys(asked.paths))
    if asked.out in asked.paths:
        parser.error(f"the reports cannot go into a submission: {line(str(asked.out))}")
    try:
        asked.out.mkdir(parents=True, exist_ok=True)
        with alone(asked.out):
            pass
    except OSError as error:
        parser.error(f"no reports can be written into {line(str(asked.out))}: {error.strerror}")
    asked.paths = _exported(asked)
    if absent := asked.terms.absent(asked.paths):
        say(absent)
    return asked


def _absolute(text: str) -> Path:
    return Path(os.path.abspath(text))  # which follows no link


def _path(text: str) -> Path:
    """A folder or a file that can be read. A link is none: a student's may lead to another student's work."""
    path, name = _absolute(text), line(text)
    try:
        kind = os.lstat(path).st_mode
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{name}: {error.strerror}") from None
    if stat.S_ISLNK(kind):
        to = line(os.path.realpath(path))
        raise argparse.ArgumentTypeError(f"{name} is a link: give what it leads to, {to}")
    if not stat.S_ISDIR(kind) and not stat.S_ISREG(kind):
        raise argparse.ArgumentTypeError(f"{name} is neither a folder nor a file")
    if not os.access(path, os.R_OK | (os.X_OK if stat.S_ISDIR(kind) else 0)):
        raise argparse.ArgumentTypeError(f"{name} may not be read by the user who grades")
    return path


def _seed(text: str) -> int:
    if not text.isdecimal() or int(text) >= SEEDS:
        raise argparse.ArgumentTypeError(f"{line(text)} is no seed: give a number from 0 to {SEEDS - 1}")
    return int(text)


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{line(text)} is no number of processes: give 1 or more")
    return int(text)


def _offer_terms(parser: argparse.ArgumentParser) -> None:
    """What decides a grade beside the code, and in which form it is given back."""
    parser.add_argument("--roster", type=Path, metavar="CSV", help="names and ids of the students")
    parser.add_argument("--policy", type=Path, metavar="TOML", help="what claims are worth; without it, the course's")
    parser.add_argument("--times", type=Path, metavar="CSV", help="when each student handed in: the column time")
    parser.add_argument("--format", choices=FORMS, help="write the points as Canvas or Moodle takes them back, too")


def _read_terms(parser: argparse.ArgumentParser, asked: argparse.Namespace) -> Terms:
    try:
        return Terms.read(asked.policy, asked.roster, asked.times)
    except (BadPolicy, BadRoster) as error:
        parser.error(line(str(error)))


def _exported(asked: argparse.Namespace) -> list[Path]:
    """The submissions of the folder that is given, where it is a bulk export. Only one that is alone may be one: a
    student's folder must not bring more submissions with it."""
    found = export(asked.paths[0], asked.out) if len(asked.paths) == 1 else None
    if found is None:
        return list(asked.paths)
    say(found.words)
    return list(found.paths)


def _engine(text: str) -> str:
    """The address of a scheduler; empty for this machine."""
    if text == "local":
        return ""
    address = text.removeprefix("dask://")
    if address == text or not address.rpartition(":")[2].isdecimal():
        raise argparse.ArgumentTypeError(f"{line(text)} is no engine: give local or dask://HOST:PORT")
    if not find_spec("distributed"):
        raise argparse.ArgumentTypeError("dask is not installed here: install the dependency group cluster")
    return address

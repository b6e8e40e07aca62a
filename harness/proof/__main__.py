"""The maintainers' proofs: the slips and their kill matrix, right answers under fresh seeds, right submissions that are
graded, the red team where nothing isolates it, and the table of the experiments."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

import torch
from rich.console import Console

from harness.judge.edits import EditError
from harness.judge.slips import BadSlip, Slip, slips
from harness.proof.alternates import alternates
from harness.proof.attacks import BadAttack, attacks
from harness.proof.experiments import furthest_off, page, series
from harness.proof.flaky import CONFIDENCE, planned, runs, upper_bound
from harness.proof.gradings import NotGraded, gradings
from harness.proof.matrix import Matrix
from harness.proof.missed import RARELY, Missed, missed
from harness.proof.picture import draw
from harness.proof.prove import NotHeld, Proof, diagonal, full
from harness.proof.redteam import Spoils
from harness.proof.table import show

ROOT = Path(__file__).parents[2]
ANSWERS = ROOT / "reference"
WAYS = ROOT / "reference" / "alternates"


def main() -> int:
    arguments = _parser().parse_args()
    torch.set_num_threads(1)
    started = time.time()
    try:
        status = int(arguments.run(arguments))
    except (BadAttack, BadSlip, EditError, NotGraded, NotHeld) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{time.time() - started:.0f} s")
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m harness.proof", description=__doc__)
    commands = parser.add_subparsers(required=True)
    bank = commands.add_parser("slips", help="every slip is caught by its own TODO and by no other, named, and surely")
    bank.add_argument("--diagonal", action="store_true", help="own TODO only, up to the first claim that breaks")
    bank.add_argument("--exhaustive", action="store_true", help="also run TODOs that never import the changed file")
    bank.add_argument("--picture", type=Path, metavar="FILE.svg", help="draw the matrix of claims and slips")
    bank.add_argument("--only", default="", metavar="TEXT", help="slips with TEXT in FILE.NAME")
    bank.add_argument("--seed", type=int, default=0)
    bank.set_defaults(run=_slips)
    flaky = commands.add_parser("flaky", help="the answers and every alternate hold every claim, seed after seed")
    flaky.add_argument("seeds", type=int, nargs="?", default=3, help="fresh seeds for each (default: 3)")
    flaky.add_argument("--only", default="", metavar="TEXT", help="alternates with TEXT in FILE.NAME")
    flaky.add_argument("--examples", type=int, default=10, help="drawn for a claim, at most (default: 10)")
    flaky.set_defaults(run=_flaky)
    graded = commands.add_parser("gradings", help="right answers, graded in isolation, have all points")
    graded.add_argument("submissions", type=int, nargs="?", default=40, help="random mixes of alternates (default: 40)")
    graded.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new folder for them and their grades")
    graded.set_defaults(run=_gradings)
    redteam = commands.add_parser("redteam", help="what each hostile submission wins where pytest imports it")
    redteam.add_argument("--only", default="", metavar="TEXT", help="those with TEXT in THEME.NAME")
    redteam.set_defaults(run=_redteam)
    experiments = commands.add_parser("experiments", help="how surely each step helps, in a table")
    experiments.add_argument("--seeds", type=int, default=100, help="fresh seeds for each (default: 100)")
    experiments.add_argument("--only", default="", metavar="TEXT", help="experiments with TEXT in their name")
    experiments.set_defaults(run=_experiments)
    for command in (bank, flaky, graded, redteam, experiments):
        command.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (default: one a core)")
    return parser


def _chosen(arguments: argparse.Namespace) -> list[Slip]:
    return [slip for slip in slips(ANSWERS / "slips") if arguments.only in f"{slip.file}.{slip.name}"]


def _slips(arguments: argparse.Namespace) -> int:
    bank = _chosen(arguments)
    for slip in bank:
        slip.over(ANSWERS)
    proof = Proof.rehearsed(ROOT, arguments.seed)
    if arguments.diagonal:
        found = diagonal(proof, bank, arguments.seed, arguments.jobs)
    else:
        found = full(proof, bank, arguments.seed, arguments.jobs, arguments.exhaustive)
    show(found, Console(highlight=False, soft_wrap=True))
    if arguments.picture:
        draw(found, arguments.picture)
    often = [] if arguments.diagonal else _often_missed(proof, found, arguments)
    return 1 if often or any(found.complaints()) else 0


def _often_missed(proof: Proof, matrix: Matrix, arguments: argparse.Namespace) -> list[Missed]:
    """The slips that get through more often than RARELY, in words."""
    found = list(missed(proof, matrix.slips, arguments.seed, arguments.jobs))
    often = sorted((one for one in found if one.chance > RARELY), key=lambda one: -one.chance)
    print(f"{len(found) - len(often)} of {len(found)} are missed once in {1 / RARELY:,.0f} runs at most, by estimate.")
    for one in often:
        print(f"{one.slip.file}, {one.slip.title}: {one.chance:.1e}")
        for share in one.shares:
            print(f"  shows in {share.shown} of {share.drawn} examples of {share.claim}, which draws {share.examples}")
    return often


def _flaky(arguments: argparse.Namespace) -> int:
    ways = [way for way in alternates(WAYS) if arguments.only in f"{way.file}.{way.name}"]
    plan = planned(ways, arguments.seeds)
    failed = 0
    for run, unmet in runs(Proof.of(ROOT), plan, arguments.examples, arguments.jobs):
        failed += bool(unmet)
        for found in unmet:
            print(f"{run.name}, seed {run.seed}: {found.claim} is {found.verdict}\n{found.message}\n", flush=True)
    print(f"{len(plan)} runs of the answers and {len(ways)} alternates, {arguments.seeds} fresh seeds each, ")
    print(f"at most {arguments.examples} examples a claim: {failed} failed.")
    return _failures("a run", failed, len(plan))


def _gradings(arguments: argparse.Namespace) -> int:
    failed = 0
    for one in gradings(alternates(WAYS), ROOT, arguments.out, arguments.submissions, arguments.jobs):
        failed += not one.full
        seed, written = one.grade["seed"], ", ".join(f"{way.file}.{way.name}" for way in one.mix.ways)
        print(f"{one.mix.name}, seed {seed}: {one.grade['points']} of {one.grade['out_of']} points", flush=True)
        for said in one.lost:
            print(f"{one.folder} ({written}): {said}\n", flush=True)
    print(f"{arguments.submissions} right answers were graded: {failed} lost a claim.")
    return _failures("a grading", failed, arguments.submissions)


def _failures(what: str, failed: int, of: int) -> int:
    print(f"With {CONFIDENCE:.0%} confidence {what} fails less often than once in {1 / upper_bound(failed, of):.0f}.")
    return 1 if failed else 0


def _redteam(arguments: argparse.Namespace) -> int:
    bank = attacks(ROOT / "tests" / "redteam" / "bank", ANSWERS)
    found = Spoils.of(
        [attack for attack in bank if arguments.only in f"{attack.theme}.{attack.name}"], ROOT, arguments.jobs
    )
    found.show(Console(highlight=False, soft_wrap=True))
    return 1 if found.surprises else 0


def _experiments(arguments: argparse.Namespace) -> int:
    found = list(series(ANSWERS, arguments.seeds, arguments.jobs, arguments.only))
    print(page(found, furthest_off(ANSWERS, arguments.seeds, arguments.jobs)))
    failed = [(one.name, words) for one in found for words in one.failed]
    for name, words in failed:
        print(f"\n{name}: {words}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

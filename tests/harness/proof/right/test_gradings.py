"""The right answers that are graded: each is a mix of the bank's, and a claim that one loses is told."""

import random
from pathlib import Path

import pytest

from harness.proof.right.alternates import alternates
from harness.proof.right.gradings import Graded, Mix, NotGraded, gradings

ANSWERS = Path(__file__).parents[4] / "reference"
BANK = alternates(ANSWERS / "alternates")
MIXES = Mix.dealt(300, BANK, random.Random(0))


def test_every_way_of_writing_has_its_turn_once_the_longest_pack_is_through():
    files = [way.file for way in BANK]
    longest = 1 + max(map(files.count, files))
    dealt = {way for mix in Mix.dealt(longest, BANK, random.Random(1)) for way in mix.ways}
    assert {way for way in BANK if not needed(way)} <= dealt
    assert {way for mix in MIXES for way in mix.ways} == set(BANK)


def needed(way):
    """Whether a way of another file takes its place."""
    return any(way.file in other.needs for other in BANK)


def test_no_file_is_written_in_two_ways():
    for mix in MIXES:
        files = [way.file for way in mix.ways]
        assert len(set(files)) == len(files)


def test_what_a_way_needs_is_the_answers_own():
    needy = [mix for mix in MIXES if any(way.needs for way in mix.ways)]
    assert needy
    for mix in needy:
        assert {need for way in mix.ways for need in way.needs}.isdisjoint(way.file for way in mix.ways)


def test_a_mix_is_the_answers_with_these_files_written_otherwise(tmp_path):
    mix = MIXES[0]
    folder = mix.write(ANSWERS, tmp_path / "mix")
    assert {path.name for path in folder.iterdir()} == {path.name for path in ANSWERS.glob("*.py")}
    changed = {
        path.stem
        for path in folder.iterdir()
        if path.read_text(encoding="utf-8") != (ANSWERS / path.name).read_text(encoding="utf-8")
    }
    assert changed == {way.file for way in mix.ways}


def claim(name, verdict):
    return {"name": name, "verdict": verdict, "message": f"what {name} says"}


@pytest.mark.parametrize(
    ("points", "verdicts", "full", "lost"),
    [
        (100, ("held", "held"), True, ()),
        (90, ("held", "broken"), False, ("test_1 is broken\nwhat test_1 says",)),
        (90, ("held", "blocked"), False, ("test_1 is blocked\nwhat test_1 says",)),
        (90, ("held", "held"), False, ()),
    ],
)
def test_a_grade_is_full_where_every_claim_holds_and_no_point_is_lost(points, verdicts, full, lost):
    claims = [claim(f"test_{i}", verdict) for i, verdict in enumerate(verdicts)]
    grade = {"points": points, "out_of": 100, "todos": [{"claims": claims[:1]}, {"claims": claims[1:]}]}
    graded = Graded(MIXES[0], Path("mix"), grade)
    assert (graded.full, graded.lost) == (full, lost)


def test_earlier_grades_are_not_overwritten(tmp_path):
    with pytest.raises(NotGraded, match="is there already"):
        next(gradings(BANK, ANSWERS.parent, tmp_path, many=1, jobs=1))

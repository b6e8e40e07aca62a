"""tests/toy/ is a whole second course: all that the engine does works for it, by the line `course = toy` alone."""

import csv
import re
import shutil
import subprocess
import sys
import tomllib
from configparser import RawConfigParser
from zipfile import ZipFile

import pytest
from screen import ROOT, TOY, run, states

from harness.__main__ import main
from harness.course import chosen, course
from harness.judge.slips import slips
from harness.where import named_in

EARLY, LATE = "sum_detached", "step_climbs"  # of Softmax, and of Regression


def command(*words):
    """The exit status of one of the engine's commands, run in this process."""
    return main(["--course", str(TOY), *map(str, words)])


def board(*options, **places):
    """The screen of pytest in the folder of the toy, with the engine where it is."""
    status, screen = run(*options, **{"cwd": TOY} | places)
    assert status in (0, 1), screen
    return screen


def mistaken(folder, mistake):
    """Write the answers into a folder, but for one mistake."""
    folder.mkdir(parents=True, exist_ok=True)
    for answer in (TOY / "reference").glob("*.py"):
        shutil.copy(answer, folder)
    (slip,) = (slip for slip in slips(TOY / "reference/slips") if slip.name == mistake)
    path = folder / f"{slip.file}.py"
    for old, new in slip.edits:
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return folder


@pytest.fixture
def late(toy, tmp_path):
    """A folder in which the second TODO is wrong."""
    return mistaken(tmp_path / "late", LATE)


@pytest.fixture
def early(toy, tmp_path):
    """A folder in which the first is."""
    return mistaken(tmp_path / "early", EARLY)


@pytest.fixture(scope="module")
def dist(tmp_path_factory):
    """The folder of the kit."""
    folder = tmp_path_factory.mktemp("dist")
    with chosen(named_in(TOY)):
        assert command("kit", "--out", folder, "--jobs", 2) == 0
    return folder


@pytest.fixture(scope="module")
def kit(dist, tmp_path_factory):
    """The kit as a student unpacks it."""
    (zipped,) = dist.glob("toy-kit-*.zip")
    folder = tmp_path_factory.mktemp("unpacked")
    with ZipFile(zipped) as archive:
        archive.extractall(folder)
    return folder / zipped.stem


def test_the_course_of_the_process_is_the_toy_for_a_while(toy):
    before = course()
    with chosen(named_in(ROOT)) as other:
        assert course() is other is not toy
    assert course() is before is toy


def test_the_repositorys_own_board_is_not_about_it():
    _, screen = run("--collect-only", "-q", "tests")
    assert "tests/test_1.py::" in screen
    assert "toy" not in screen


def test_the_skeleton_is_not_started_and_says_where_to_begin():
    screen = board()
    assert states(screen) == {1: "not started", 2: "not started"}
    assert "Open student/softmax.py" in screen
    assert re.search(r"^    \S*pytest tests/test_1\.py$", screen, re.MULTILINE), screen


def test_the_answers_hold_and_what_they_cost_is_shown():
    screen = board("--impl=reference", "--benchmark-enable")
    assert states(screen) == {1: "done", 2: "done"}
    assert re.search(r"^softmax +\| Softmax +\| Softmax ", screen, re.MULTILINE), screen


def test_a_mistake_is_called_by_its_name_and_has_a_hint(late):
    screen = board("--hint", f"--impl={late}")
    assert states(screen) == {1: "done", 2: "failing"}
    assert "Known mistake: step climbs." in screen
    assert "Hint 1 of 3" in screen


def test_a_wrong_softmax_does_not_make_a_right_regression_wrong(early):
    """The course's stand-in takes its place."""
    assert states(board(f"--impl={early}")) == {1: "failing", 2: "done"}


@pytest.mark.whole
def test_each_slip_is_caught_and_named_by_its_own_todo_and_each_claim_catches_one(toy, capsys):
    status, said = command("prove", "slips", "--jobs", 2), capsys.readouterr().out
    assert status == 0, said
    for whole in ("slips are caught by their own TODO", "are called by their name", "claims catch a slip"):
        assert re.search(rf"\b(\d+) of \1 {whole}", said), said
    assert "0 marks are off the diagonal" in said


@pytest.mark.whole
def test_the_alternates_hold_under_fresh_seeds(toy, capsys):
    assert command("prove", "flaky", 1, "--jobs", 2) == 0, capsys.readouterr().out


def test_the_skeleton_is_what_the_answers_give(toy, tmp_path):
    assert command("skeleton", TOY / "reference", TOY / "student", "--check") == 0
    stale = shutil.copytree(TOY / "student", tmp_path / "student")
    (stale / "softmax.py").write_text("", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"softmax\.py in "):
        command("skeleton", TOY / "reference", stale, "--check")


@pytest.mark.whole
def test_the_kit_has_the_board_and_the_handout_in_each_language(kit):
    assert "| not started |    0/" in (kit / "README.md").read_text(encoding="utf-8")
    for language, words in (("en", "Scores"), ("ko", "소프트맥스")):
        page = (kit / f"handout/{language}/week-1.html").read_text(encoding="utf-8")
        assert f'<html lang="{language}">' in page
        assert words in page
        assert "<math" in page


@pytest.mark.whole
def test_the_kit_installs_a_group_of_packages_that_it_names(kit):
    settings = RawConfigParser()
    settings.read(kit / "tox.ini", encoding="utf-8")
    groups = tomllib.loads((kit / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    assert settings["testenv"]["dependency_groups"] in groups


@pytest.mark.whole
def test_the_kit_calls_a_mistake_by_its_name(toy, kit):
    mistaken(kit / "student", LATE)
    screen = board(cwd=kit, PYTHONPATH="")
    assert states(screen) == {1: "done", 2: "failing"}
    assert "Known mistake: step climbs." in screen


@pytest.mark.whole
def test_of_the_draws_that_the_kit_has_recorded_none_is_searched_for_a_smaller_one(toy, kit):
    """The recording holds no case besides."""
    mistaken(kit / "student", "dim_ignored")
    screen = board("-k", "formula", cwd=kit, PYTHONPATH="")
    assert "entries differ" in screen
    assert "The check itself failed" not in screen


@pytest.mark.whole
def test_the_kit_catches_and_names_each_slip(toy, dist, capsys):
    status, said = command("prove", "kit", "--out", dist, "--jobs", 2), capsys.readouterr().out
    assert status == 0, said
    assert re.search(r"^(\d+) of \1 slips are caught, \1 are called", said, re.MULTILINE), said


@pytest.mark.sandbox
def test_a_right_and_a_wrong_submission_are_graded(early, tmp_path):
    words = ("--course", TOY, "grade", TOY / "reference", early, "--out", tmp_path / "out")
    subprocess.run([sys.executable, "-m", "harness", *words], cwd=ROOT, check=True)
    with (tmp_path / "out/grade.csv").open(encoding="utf-8", newline="") as table:
        points = {row["submission"]: (row["points"], row["out of"]) for row in csv.DictReader(table)}
    assert points == {"reference": ("20", "20"), "early": ("10", "20")}
    assert "sum detached" in (tmp_path / "out/early/summary.md").read_text(encoding="utf-8")
    assert command("cohort", tmp_path / "out") == 0
    assert "The sum is treated as a constant" in (tmp_path / "out/cohort.html").read_text(encoding="utf-8")


@pytest.mark.sandbox
def test_right_answers_written_otherwise_lose_no_point(toy, tmp_path, capsys):
    assert command("prove", "gradings", 2, "--out", tmp_path / "graded") == 0, capsys.readouterr().out

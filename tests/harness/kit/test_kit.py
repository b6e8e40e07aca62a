"""The kit judges by a recording as the live tests judge by the answers; tried on TODO 3."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from harness.course import course
from harness.draw.packed import unpacked
from harness.draw.recorder import Recorder
from harness.judge.judge import judge
from harness.judge.recording import Recording
from harness.judge.slips import slips
from harness.kit.contents import contents
from harness.kit.draws import OF_A_SLIP, is_flat, kept
from harness.kit.pack import pack
from harness.kit.prove import Kit
from harness.kit.record import record
from harness.run.in_process import InProcess

ROOT = Path(__file__).parents[3]
ANSWERS = ROOT / "reference"
AVERAGING = course().todo(3)
MEAN = "wei = wei / wei.sum(dim=1, keepdim=True)  # (T, T)\n        return wei @ x"


@pytest.fixture(scope="module")
def recording():
    return record(ROOT, AVERAGING)


@pytest.fixture(scope="module")
def kit(recording, tmp_path_factory):
    """A kit with the recording of TODO 3 alone."""
    recorded = tmp_path_factory.mktemp("recording")
    recording.save(recorded, AVERAGING)
    folder = tmp_path_factory.mktemp("dist") / "kit"
    pack(contents(ROOT, recorded), folder)
    return folder


def test_whoever_waits_is_told_how_far_it_is(capfd, monkeypatch):
    monkeypatch.setattr("harness.kit.record.slips", lambda folder: ())
    record(ROOT, AVERAGING)
    steps = capfd.readouterr().err.splitlines()
    assert len(steps) == 4
    assert all(step.startswith("TODO 3: ") for step in steps)


def compared(kit, impl):
    """The judgement of the claim that compares HeadVer2."""
    of_kit = Kit.of(kit)
    claim = next(claim for claim in of_kit.claims[3] if claim.compares)
    return judge(of_kit.answers.known(claim.check, AVERAGING), Recorder(impl), AVERAGING, of_kit.answers.bank)


def numbers(draw):
    return draw["case"].x.numel()


def order(draw):
    return is_flat(draw["case"]), numbers(draw)


def test_draws_come_from_small_to_large_and_sizes_that_no_fixed_limit_foresees_are_among_them(recording):
    (draws,) = recording.draws.values()
    assert [order(draw) for draw in draws] == sorted(map(order, draws))
    assert order(draws[0])[0] is False and order(draws[-1])[0] is True
    assert len({T for draw in draws if (T := draw["case"].x.shape[1]) > 8}) > 1


def test_what_shows_a_slip_is_kept_however_large_and_of_the_rest_some(recording):
    (draws,) = recording.draws.values()
    many = sorted(draws * 9, key=numbers)
    few = kept(many, [lambda draw: draw is many[-1]])
    assert sum(draw is many[-1] for draw in few) >= OF_A_SLIP > sum(draw is many[-1] for draw in kept(many, []))
    assert len(few) < len(many) / 2


def test_a_recording_is_the_same_after_a_journey_and_its_bytes_are_too(recording, tmp_path):
    first, again = tmp_path / "first", tmp_path / "again"
    for folder, one in ((first, recording), (again, None)):
        folder.mkdir()
        (one or Recording.load(first, AVERAGING)).save(folder, AVERAGING)
    for path in first.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes()
    assert len(list(first.iterdir())) == 2


def test_each_tensor_is_kept_once(kit):
    tensors = unpacked((kit / "recording" / "todo_3.safetensors").read_bytes()).values()
    contents = {(str(tensor.dtype), tuple(tensor.shape), tensor.numpy().tobytes()) for tensor in tensors}
    assert len(contents) == len(tensors)


def test_neither_edits_nor_lines_of_code_nor_seconds_are_recorded(recording):
    for known in recording.slips:
        assert known.slip.edits == ()
        for outcome in (one.outcome for one in known.outcomes):
            assert outcome.error is None or {frame.code for frame in outcome.error.frames} <= {""}
            assert all(reply.seconds == 0 for reply in outcome.done)


def test_the_answers_hold_what_is_recorded(kit):
    assert compared(kit, InProcess(ANSWERS)).verdict == "held"


OF_EACH_KIND = {slip.kind: slip for slip in slips(ANSWERS / "slips") if slip.todo == AVERAGING}.values()


@pytest.mark.parametrize("slip", OF_EACH_KIND, ids=lambda slip: slip.kind)
def test_a_slip_is_caught_and_called_by_no_other_name(kit, slip):
    of_kit = Kit.of(kit)
    of_kit = replace(of_kit, claims={3: [c for c in of_kit.claims[3] if "opponent" not in c.check.arguments]})
    row = of_kit.tried(slip, ANSWERS)
    assert row.called == row.slip
    assert row.misnamed == ()


def test_the_failing_case_can_be_followed_by_hand(kit, folder):
    found = compared(kit, InProcess(folder([("head_v2", MEAN, "return x.cumsum(dim=1) / len(x[0])")])))
    assert found.slip.title == "divides by T"
    (given,) = re.findall(r"x = torch.tensor\((.*)\)", found.code)
    assert "[[[" in given and "], [" in given
    assert given.count(",") < 6, given


def test_a_second_mistake_takes_the_name_away(kit, folder):
    found = compared(kit, InProcess(folder([("head_v2", MEAN, "return 2 * x.cumsum(dim=1) / len(x[0])")])))
    assert found.verdict == "broken"
    assert found.slip is None


def test_the_same_files_give_the_same_bytes(kit, tmp_path):
    found = {path.relative_to(kit).as_posix(): path.read_bytes() for path in kit.rglob("*") if path.is_file()}
    first = pack(found, tmp_path / "first" / "kit")
    again = pack(dict(reversed(found.items())), tmp_path / "again" / "kit")
    assert first.read_bytes() == again.read_bytes()


def board(kit):
    """What pytest says in the kit, in a process of its own, of TODO 3."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests/test_3.py"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    screen = subprocess.run(command, cwd=kit, env=environment, capture_output=True, text=True, check=False).stdout
    found = re.search(r"3 \| Averaging as a matrix product +\| (.+?) +\|(.*)", screen)
    assert found, screen
    return found[1], found[2], screen


def test_a_finished_file_earns_its_points_in_the_kit_alone(kit, tmp_path):
    mine = Path(shutil.copytree(kit, tmp_path / "mine"))
    (mine / "student" / "VERSION").write_text("0.0.7\n", encoding="utf-8")
    state, _, screen = board(mine)
    assert state == "not started"
    assert "Your files are from version 0.0.7 of the kit, and the tests are version" in screen

    shutil.copy(kit / "student" / "VERSION", mine / "student")
    shutil.copy(ANSWERS / "head_v2.py", mine / "student")
    state, _, screen = board(mine)
    assert state == "blocked by TODO 2", screen
    assert "Your files are from version" not in screen

    shutil.copy(ANSWERS / "head_v1.py", mine / "student")
    state, points, screen = board(mine)
    assert state == "done"
    assert re.search(r"(\d+)/\1 \| +10/10", points), screen

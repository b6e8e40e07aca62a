"""The kit judges by a recording as the live tests judge by the answers."""

import re
import shutil
from pathlib import Path

import pytest
from screen import ROOT, TOY, run, states

from harness.course import course
from harness.draw.packed import unpacked
from harness.draw.recorder import Recorder
from harness.draw.suite import claims
from harness.judge.judge import judge
from harness.judge.recording import Recording
from harness.judge.slips import slips
from harness.kit.draws import OF_A_SLIP, drawn, is_flat, kept
from harness.kit.pack import pack
from harness.kit.prove import Kit
from harness.run.in_process import InProcess

ANSWERS = TOY / "reference"
RETURN = "return e / e.sum(dim=self.dim, keepdim=True)"


@pytest.fixture
def recording(toy, recordings):
    """That of TODO 1."""
    return recordings[toy.todo(1)]


@pytest.fixture
def kit(toy, unpacked_kit):
    """The kit of the toy, which the test is about."""
    return unpacked_kit


def test_whoever_waits_is_told_how_far_it_is(recordings, steps):
    told = [line.partition(": ")[0] for line in steps.getvalue().splitlines()]
    assert told == 4 * ["TODO 1"] + 4 * ["TODO 2"]


def compared(kit, impl):
    """The judgement of the claim that compares Softmax."""
    of_kit, todo = Kit.of(kit), course().todo(1)
    claim = next(claim for claim in of_kit.claims[1] if claim.compares)
    return judge(of_kit.answers.known(claim.check, todo), Recorder(impl), todo, of_kit.answers.bank, shrinking=0)


def numbers(draw):
    return draw["case"].x.numel()


def order(draw):
    return is_flat(draw["case"]), numbers(draw)


def test_draws_come_from_small_to_large_and_those_that_show_nothing_come_last(recording):
    (draws,) = recording.draws.values()
    assert [order(draw) for draw in draws] == sorted(map(order, draws))
    assert order(draws[0])[0] is False and order(draws[-1])[0] is True


def test_of_the_real_course_sizes_that_no_fixed_limit_foresees_are_among_them(reference):
    (check,) = (claim.check for claim in claims(ROOT / "tests", reference)[3] if claim.compares)
    draws = drawn(check, Recorder(reference))
    assert len({T for draw in draws if (T := draw["case"].x.shape[1]) > 8}) > 1


def test_what_shows_a_slip_is_kept_however_large_and_of_the_rest_some(recording):
    (draws,) = recording.draws.values()
    many = sorted(draws * 9, key=numbers)
    few = kept(many, [lambda draw: draw is many[-1]])
    assert sum(draw is many[-1] for draw in few) >= OF_A_SLIP > sum(draw is many[-1] for draw in kept(many, []))
    assert len(few) < len(many) / 2


def test_a_recording_is_the_same_after_a_journey_and_its_bytes_are_too(toy, recording, tmp_path):
    first, again = tmp_path / "first", tmp_path / "again"
    for folder, one in ((first, recording), (again, None)):
        folder.mkdir()
        (one or Recording.load(first, toy.todo(1))).save(folder, toy.todo(1))
    for path in first.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes()
    assert len(list(first.iterdir())) == 2


def test_each_tensor_is_kept_once(kit):
    tensors = unpacked((kit / "recording" / "todo_1.safetensors").read_bytes()).values()
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


@pytest.mark.parametrize("kind", ["value", "size", "gradient", "state", "cost"])
def test_a_slip_is_caught_and_called_by_no_other_name(kit, kind):
    slip = next(slip for slip in slips(ANSWERS / "slips") if slip.kind == kind)
    row = Kit.of(kit).tried(slip, ANSWERS)
    assert row.is_named
    assert row.misnamed == ()


def test_the_failing_case_can_be_followed_by_hand(kit, folder):
    found = compared(kit, InProcess(folder([("softmax", RETURN, "return torch.softmax(x, -1)")])))
    assert found.slip.title == "dim ignored"
    (given,) = re.findall(r"x = torch.tensor\((.*)\)", found.code)
    assert "[[" in given and "], [" in given
    assert given.count(",") < 6, given


def test_a_second_mistake_takes_the_name_away(kit, folder):
    found = compared(kit, InProcess(folder([("softmax", RETURN, "return 2 * torch.softmax(x, -1)")])))
    assert found.verdict == "broken"
    assert found.slip is None


def test_a_fault_without_a_name_is_located_by_the_recorded_steps(kit, folder):
    found = compared(kit, InProcess(folder([("softmax", "torch.exp(", "torch.exp2(")])))
    assert found.message.startswith("The fault lies in the exponential.")


def test_the_same_files_give_the_same_bytes(kit, tmp_path):
    found = {path.relative_to(kit).as_posix(): path.read_bytes() for path in kit.rglob("*") if path.is_file()}
    first = pack(found, tmp_path / "first" / "kit")
    again = pack(dict(reversed(found.items())), tmp_path / "again" / "kit")
    assert first.read_bytes() == again.read_bytes()


def board(kit):
    """What pytest says in the kit, in a process of its own, that knows of no checkout."""
    _, screen = run(cwd=kit, PYTHONPATH="")
    return states(screen), screen


def test_a_finished_file_earns_its_points_in_the_kit_alone(kit, tmp_path):
    mine = Path(shutil.copytree(kit, tmp_path / "mine"))
    (mine / "student" / "VERSION").write_text("0.0.7\n", encoding="utf-8")
    found, screen = board(mine)
    assert found == {1: "not started", 2: "not started"}
    assert "Your files are from version 0.0.7 of the kit, and the tests are version" in screen

    shutil.copy(kit / "student" / "VERSION", mine / "student")
    shutil.copy(ANSWERS / "regression.py", mine / "student")
    found, screen = board(mine)
    assert found == {1: "not started", 2: "blocked by TODO 1"}, screen
    assert "Your files are from version" not in screen

    shutil.copy(ANSWERS / "softmax.py", mine / "student")
    found, screen = board(mine)
    assert found == {1: "done", 2: "done"}
    assert len(re.findall(r"(\d+)/\1 \| +10/10", screen)) == 2, screen


def test_it_holds_the_open_state_of_each_file_and_asks_assistants_to_coach(kit):
    for path in (kit / "student").glob("*.py"):
        assert (kit / "skeleton" / "en" / path.name).read_bytes() == path.read_bytes()
    assert "Write nothing into `student/`" in (kit / "AGENTS.md").read_text(encoding="utf-8")

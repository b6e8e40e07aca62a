"""What is kept on disk is whole, fresh, and of no weight in a verdict that goes against anybody."""

import multiprocessing
from dataclasses import dataclass, replace

import pytest
import torch
from screen import TOY
from torch import Tensor

from harness.compare.alike import alike
from harness.draw.check import Check
from harness.draw.recorder import Recorder
from harness.draw.replay import Draws, StoredCheck
from harness.draw.store import Kept, Store, digest_of_files
from harness.draw.suite import claims
from harness.run.in_process import InProcess


@dataclass(frozen=True)
class Numbers:
    """A record."""

    title: str
    tensors: tuple[Tensor, ...]


RECORD = Numbers(
    "some", (torch.randn(2, 3).mT, torch.tensor(3), torch.zeros(0, 2), torch.tensor([True]), torch.ones(4))
)


def test_a_record_comes_back_as_it_was(tmp_path):
    Store(tmp_path / "new", "a digest").save("some", RECORD)
    assert alike(Store(tmp_path / "new", "a digest").load("some", Numbers), RECORD)


def test_what_rests_on_other_things_is_stale(tmp_path):
    Store(tmp_path, "before").save("some", RECORD)
    assert Store(tmp_path, "after").load("some", Numbers) is None


def test_a_digest_changes_with_a_files_content_and_name(tmp_path):
    one, other = tmp_path / "one.py", tmp_path / "other.py"
    one.write_text("x = 1", encoding="utf-8"), other.write_text("x = 1", encoding="utf-8")
    before = digest_of_files([one], 3)
    assert before != digest_of_files([other], 3) and before != digest_of_files([one], 4)
    one.write_text("x = 2", encoding="utf-8")
    assert before != digest_of_files([one], 3)


def test_whatever_byte_is_damaged_there_is_no_record(tmp_path):
    store = Store(tmp_path, "a digest")
    store.save("some", RECORD)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    for i in range(0, len(whole), 7):
        path.write_bytes(whole[:i] + bytes([whole[i] ^ 1]) + whole[i + 1 :])
        assert store.load("some", Numbers) is None, i
        path.write_bytes(whole[:i])
        assert store.load("some", Numbers) is None, i
    path.write_bytes(whole)
    assert store.load("some", Numbers) is not None


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    store = Store(tmp_path / "file", "a digest")
    store.save("some", RECORD)
    assert store.load("some", Numbers) is None


def write_again_and_again(folder, size):
    torch.set_num_threads(1)
    for _ in range(150):
        Store(folder, "a digest").save("some", Numbers(str(size), (torch.full((size,), float(size)),)))


def test_runs_side_by_side_find_whole_records_only(tmp_path):
    sizes = (3, 50_000)
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_again_and_again, args=(tmp_path, size)) for size in sizes]
    for writer in writers:
        writer.start()
    found = []
    while any(writer.is_alive() for writer in writers):
        record = Store(tmp_path, "a digest").load("some", Numbers)
        if record is not None:
            found.append(int(record.title))
            assert record.tensors[0].tolist() == [float(record.title)] * int(record.title)
        else:
            assert not found, "a record was there, and then there was none"
    assert set(found) == set(sizes)
    assert [path.suffix for path in tmp_path.iterdir()] == [".record"]


def test_a_function_is_computed_once_on_a_machine(tmp_path):
    computed = []

    def function(size):
        computed.append(size)
        return Numbers("some", (torch.ones(size),))

    for _ in range(2):
        kept = Kept(function, Numbers, lambda size: f"of {size}")
        kept.store = Store(tmp_path, "a digest")
        assert kept(3).tensors[0].sum() == 3 and kept(3) is kept(3)
    assert computed == [3]


@pytest.fixture
def right(toy):
    return InProcess(toy.answers)


@pytest.fixture
def wrong(toy, folder):
    return InProcess(folder([("softmax", "return e / e", "return 2 * e / e")]))


def check(reference):
    """The claim of the toy that compares Softmax with these answers."""
    (claim,) = (claim for claim in claims(TOY / "tests", reference)[1] if claim.compares)
    return replace(claim.check, seed=1)


def stored(folder, reference):
    drawn = check(reference)
    return StoredCheck(drawn.claim, drawn.arguments, seed=1, store=Store(folder / "kept", "a digest"), name="claim")


def unreachable(*args):
    raise RuntimeError("nobody asks")


def test_once_all_draws_hold_neither_these_nor_the_answers_are_computed_again(tmp_path, right, monkeypatch):
    assert stored(tmp_path, right).first_failure(Recorder(right)) is None
    monkeypatch.setattr(Check, "_draw", unreachable)
    again, impl = stored(tmp_path, unreachable), Recorder(right)
    assert again.first_failure(impl) is None
    assert len(again.first_examples(impl, 5)) == 5


def test_what_is_replayed_is_what_was_drawn(tmp_path, right):
    seen = []
    check(right).first_failure(Recorder(right), on_draw=seen.append)
    stored(tmp_path, right).first_failure(Recorder(right))
    again = Store(tmp_path / "kept", "a digest").load("claim", Draws)
    assert len(seen) == 40
    assert alike([draw.arguments for draw in again], seen)


def test_a_wrong_answer_is_caught_by_known_draws_as_by_fresh_ones(tmp_path, right, wrong):
    fresh = check(right).first_failure(Recorder(wrong), 0.0)
    assert stored(tmp_path, right).first_failure(Recorder(wrong), 0.0) is not None
    assert not (tmp_path / "kept").exists(), "draws that do not hold are not kept"
    stored(tmp_path, right).first_failure(Recorder(right))
    known = stored(tmp_path, right).first_failure(Recorder(wrong), 0.0)
    assert alike(known.cases, fresh.cases) and str(known.exception) == str(fresh.exception)


def test_a_record_that_lies_costs_a_right_answer_nothing(tmp_path, right, wrong):
    """Only what fails when it is drawn anew is broken."""
    liar = stored(tmp_path, wrong)
    assert liar.first_failure(Recorder(wrong)) is None
    assert stored(tmp_path, right).first_failure(Recorder(right)) is None

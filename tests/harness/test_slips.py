"""The bank of mistakes: enough of each kind, well written, and every record a slip."""

import inspect
from collections import Counter
from pathlib import Path

import pytest

from proof.alternates import alternates
from spec.ladder import LADDER
from spec.package import Package
from spec.slips import KINDS, BadSlip, slips

ROOT = Path(__file__).parents[2]
ANSWERS = ROOT / "reference"
BANK = slips(ANSWERS / "slips")
WAYS = alternates(Path(__file__).parent / "alternates")


def test_every_todo_has_its_slips():
    many = Counter(slip.todo.number for slip in BANK)
    assert len(BANK) >= 120
    assert all(many[todo.number] >= (12 if todo.number in (5, 7, 9, 10) else 8) for todo in LADDER), many
    assert {slip.kind for slip in BANK} == set(KINDS)


def test_no_name_is_used_twice_within_a_todo():
    names = Counter((slip.todo.number, slip.class_name, slip.name) for slip in BANK)
    assert max(names.values()) == 1


@pytest.mark.parametrize("slip", BANK, ids=lambda slip: f"{slip.file}.{slip.name}")
def test_a_slip_can_be_imported_and_is_told_in_two_short_sentences(slip):
    slip.over(ANSWERS).package.find_class(slip.class_name)
    for sentence in (slip.mistake, slip.hint):
        assert len(sentence) <= 160
        assert sentence[-1] in ".?"


@pytest.mark.parametrize("slip", BANK, ids=lambda slip: f"{slip.file}.{slip.name}")
def test_a_hint_does_not_give_the_answer_away(slip):
    """Nothing that an edit takes out of the answer stands in the hint."""
    for old, _ in slip.edits:
        lines = [line.strip() for line in old.splitlines()]
        assert not any(len(line) > 8 and line in slip.hint for line in lines)


def test_there_are_many_unusual_right_answers():
    assert len(WAYS) >= 40
    assert {way.file for way in WAYS} >= {name for todo in LADDER for name in todo.files}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.file}.{way.name}")
def test_an_alternate_can_be_imported(way):
    package: Package = way.over(ANSWERS).package
    classes = [name for todo in LADDER for name, file in zip(todo.classes, todo.files) if file == way.file]
    assert all(inspect.isclass(package.find_class(name)) for name in classes)


GOOD = {"kind": "'value'", "mistake": "'M.'", "hint": "'H?'", "edits": "[['wei / wei', 'wei * wei']]"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "'sad'"}, "there is no kind 'sad'; there are value"),
        ({"hint": None}, "expected kind, mistake, hint and edits"),
        ({"colour": "'red'"}, "expected kind, mistake, hint and edits"),
        ({"edits": "[['wei']]"}, "head_v2.toml, slow"),
        ({"edits": "[['nowhere', 'x']]"}, "head_v2.toml, slow: 'nowhere' is in the answer 0 times"),
        ({"edits": "[["}, "head_v2.toml: "),
    ],
)
def test_a_record_that_is_no_slip_is_named(tmp_path, changes, words):
    fields = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    record = "[slow]\n" + "".join(f"{key} = {value}\n" for key, value in fields.items())
    (tmp_path / "head_v2.toml").write_text(record)
    with pytest.raises(BadSlip) as raised:
        for slip in slips(tmp_path):
            slip.over(ANSWERS)
    assert words in str(raised.value)


def test_a_folder_without_slips_is_an_empty_bank(tmp_path):
    assert slips(tmp_path / "nowhere") == ()

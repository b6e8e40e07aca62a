"""The bank of mistakes: enough of each kind, well written, and every record a slip; and the bank of right answers."""

import inspect
from collections import Counter
from pathlib import Path

import pytest
from faults import assert_faultless

from harness.judge.slips import KINDS, BadSlip, slips
from harness.proof.alternates import alternates
from spec.ladder import LADDER

ROOT = Path(__file__).parents[3]
ANSWERS = ROOT / "reference"
FEWEST = 8  # slips of a TODO
LONGEST = 160  # characters of a sentence that the board shows


@pytest.fixture(scope="module")
def bank():
    return slips(ANSWERS / "slips")


@pytest.fixture(scope="module")
def ways():
    return alternates(ROOT / "reference" / "alternates")


def test_every_todo_has_its_slips(bank):
    many = Counter(slip.todo.number for slip in bank)
    assert [todo.number for todo in LADDER if many[todo.number] < FEWEST] == [], many
    assert {slip.kind for slip in bank} == set(KINDS)


def test_no_name_is_used_twice_within_a_todo(bank):
    names = Counter((slip.todo.number, slip.class_name, slip.name) for slip in bank)
    assert [name for name, times in names.items() if times > 1] == []


def faults_of_slip(slip):
    for sentence in (slip.mistake, slip.hint):
        if len(sentence) > LONGEST:
            yield f"this sentence has {len(sentence)} characters, {LONGEST} at most: {sentence}"
        if sentence[-1] not in ".?":
            yield f"this is no sentence: {sentence}"
    for line in (line.strip() for old, _ in slip.edits for line in old.splitlines()):
        if len(line) > 8 and line in slip.hint:
            yield f"the hint gives the answer away: {line}"
    slip.over(ANSWERS).package.find_class(slip.class_name)


def test_each_slip_can_be_imported_and_is_told_in_two_short_sentences_that_do_not_give_the_answer_away(bank):
    assert_faultless({f"{slip.file}.toml, {slip.class_name}, {slip.name}": slip for slip in bank}, faults_of_slip)


def test_each_file_is_written_in_two_other_ways_at_least(ways):
    many = Counter(way.file for way in ways)
    assert [file for todo in LADDER for file in todo.files if many[file] < 2] == [], many


def faults_of_alternate(way):
    package = way.over(ANSWERS).package
    for name in (name for todo in LADDER for name, file in zip(todo.classes, todo.files) if file == way.file):
        if not inspect.isclass(package.find_class(name)):
            yield f"it makes no class of {name}"


def test_each_alternate_can_be_imported(ways):
    assert_faultless({f"{way.file}.toml, {way.name}": way for way in ways}, faults_of_alternate)


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
    (tmp_path / "head_v2.toml").write_text(record, encoding="utf-8")
    with pytest.raises(BadSlip) as raised:
        for slip in slips(tmp_path):
            slip.over(ANSWERS)
    assert words in str(raised.value)


def test_a_folder_without_slips_is_an_empty_bank(tmp_path):
    assert slips(tmp_path / "nowhere") == ()

"""The bank of mistakes: slips of each kind, and every record is one. `check` says how each is told."""

from pathlib import Path

import pytest

from harness.judge.slips import KINDS, BadSlip, slips

ROOT = Path(__file__).parents[3]
ANSWERS = ROOT / "reference"


def test_the_bank_has_slips_of_each_kind():
    assert {slip.kind for slip in slips(ANSWERS / "slips")} == set(KINDS)


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


def test_a_mistake_that_is_made_in_two_ways_is_two_slips_of_one_title(tmp_path):
    record = "[slow]\n" + "".join(f"{key} = {value}\n" for key, value in GOOD.items())
    record += "variants = [[['wei / wei', 'wei + wei']], [['wei / wei', 'wei - wei']]]\n"
    (tmp_path / "head_v2.toml").write_text(record, encoding="utf-8")
    found = slips(tmp_path)
    assert [slip.label for slip in found] == ["slow", "slow (2)", "slow (3)"]
    assert {slip.title for slip in found} == {"slow"}
    assert len({slip.edits for slip in found}) == 3


def test_a_folder_without_slips_is_an_empty_bank(tmp_path):
    assert slips(tmp_path / "nowhere") == ()

"""A record explains the mutants that it names, or the survivors of an operator, and nothing that there is not."""

from dataclasses import replace

import pytest

from harness.proof.mutants import explained
from harness.proof.mutants.explained import BadReason, Reason, faults, reason_of, reasons
from harness.proof.mutants.fate import Fate
from harness.proof.mutants.make import Mutant

SUM = Mutant("dimension changed", "Sum.forward", 3, "return x.sum(0)", "return x.sum(-2)", "")
DETACHED = replace(SUM, operator="detached or not", becomes="return x.sum(0).detach()")
NAMED = Reason("equal", "Sum.forward", "The first of two.", "return x.sum(0)", becomes=("return x.sum(-2)",))
OF_OPERATOR = Reason("allowed", "Sum.forward", "No gradient is promised.", operators=("detached or not",))


@pytest.mark.parametrize(
    ("mutant", "explains"),
    [
        (SUM, True),
        (replace(SUM, where="Sum.step"), False),
        (replace(SUM, line="x.sum(0)"), False),
        (DETACHED, False),
    ],
)
def test_a_record_explains_the_mutants_that_it_names(mutant, explains):
    assert NAMED.explains(mutant) is explains


def test_a_record_of_an_operator_explains_each_line_of_a_method():
    its = (NAMED, OF_OPERATOR)
    assert [reason_of(one, its) for one in (SUM, DETACHED, replace(DETACHED, line="x"))] == [NAMED, *[OF_OPERATOR] * 2]
    assert reason_of(replace(DETACHED, where="Sum.step"), its) is None


@pytest.mark.parametrize(
    ("fate", "verdict"),
    [
        (Fate(SUM), "unexplained"),
        (Fate(SUM, killed_by="claim"), "killed"),
        (Fate(SUM, NAMED), "equal"),
        (Fate(SUM, NAMED, differs=True), "disproved"),
        (Fate(SUM, NAMED, killed_by="claim"), "disproved"),
        (Fate(DETACHED, OF_OPERATOR), "allowed"),
        (Fate(DETACHED, OF_OPERATOR, killed_by="claim"), "killed"),
    ],
)
def test_a_fate_is_held_against_its_record(fate, verdict):
    assert fate.verdict == verdict


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Writes the records of a file, and gives what is wrong with them for SUM and DETACHED."""
    path = tmp_path / "sum.toml"
    monkeypatch.setattr(explained, "path_of", lambda file: path)

    def faults_of(text):
        path.write_text(text, encoding="utf-8")
        return [what for _, what in faults("sum", [SUM, DETACHED])]

    return faults_of


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ('becomes = ["return x.sum(-2)"]', []),
        ('becomes = ["return x.sum(-3)"]', ["there is no such mutant: 'return x.sum(-3)'", "it explains no mutant"]),
        ('operators = ["transposed"]', ["there is no such mutant: 'transposed'", "it explains no mutant"]),
    ],
)
def test_a_record_of_no_mutant_is_a_fault(written, record, expected):
    assert written(f'[[equal]]\nwhere = "Sum.forward"\nwhy = "It is."\n{record}\n') == expected


def test_a_mutant_that_is_explained_twice_is_a_fault(written):
    record = '[[equal]]\nwhere = "Sum.forward"\nwhy = "It is."\nbecomes = ["return x.sum(-2)"]\n'
    assert written(2 * record) == ["it is explained twice: 'return x.sum(-2)'"]


def test_what_is_allowed_stands_in_the_contract(written):
    record = '[[allowed]]\nwhere = "Sum.forward"\nwhy = "{}"\noperators = ["detached or not"]\n'
    assert written(record.format("A module may begin in either mode.")) == []
    assert written(record.format("Nobody looks.")) == ["the contract does not say so: 'Nobody looks.'"]


@pytest.mark.parametrize("text", ["[[equal", "[[alike]]", '[[equal]]\nwhere = "a"', '[[equal]]\nwhom = "a"'])
def test_a_record_that_cannot_be_read_is_a_clear_error(written, text):
    with pytest.raises(BadReason, match=r"^sum\.toml: "):
        written(text)
    with pytest.raises(BadReason):
        reasons("sum")

"""python -m harness harvest: drafts that the bank can read, and that lead from an answer to what a class wrote."""

from argparse import ArgumentParser

import pytest
from classes import changed, class_of, write

from harness.cohort.commands import harvest
from harness.cohort.draft import drafted
from harness.judge.edits import edited
from harness.judge.slips import slips
from harness.load.files import files_of


def run(out, *options):
    assert harvest.main(ArgumentParser(), [str(out), *options]) == 0
    return {slip.name: slip for slip in slips(out / "harvest")}


def test_a_draft_is_written_for_each_mistake_of_two_or_more(toy, tmp_path):
    found = run(class_of(tmp_path))
    assert sorted(found) == [f"group_{i}" for i in range(1, 6)]
    assert {slip.class_name for slip in found.values()} == {"Softmax", "Regression"}
    text = (tmp_path / "harvest/regression.toml").read_text(encoding="utf-8")
    assert "# Group 1: 3 submissions, TODO 2." in text
    assert "#     got      torch.tensor(" in text
    assert len(run(tmp_path, "--least", "1")) > 5


def test_its_edits_lead_to_what_was_handed_in(toy, tmp_path):
    answers = files_of(toy.answers).sources
    theirs = answers["regression"].replace("self.bias - rate", "self.bias - 2 * rate")
    (tmp_path / "in").mkdir()
    for file, text in (answers | {"regression": theirs}).items():
        (tmp_path / "in" / f"{file}.py").write_text(text, encoding="utf-8")
    write(tmp_path / "out", changed("rate", path=str(tmp_path / "in")))
    (slip,) = run(tmp_path / "out", "--least", "1").values()
    assert edited(answers["regression"], slip.edits) == theirs


def test_other_arguments_and_another_indent_are_edited_too(toy):
    answer = files_of(toy.answers).sources["softmax"]
    theirs = "class Softmax(nn.Module):\n  def forward(self, inp):\n    'It.'\n    y = inp\n    return y.exp()\n"
    assert edited(answer, drafted(answer, theirs, "Softmax")).endswith("\n        y = inp\n        return y.exp()\n")
    assert "def forward(self, inp) -> Tensor:" in edited(answer, drafted(answer, theirs, "Softmax"))


@pytest.mark.parametrize("theirs", ["class Softmax(", "", "x = 1", "class Softmax:\n    def other(self, x): ...\n"])
def test_without_a_method_to_show_there_are_no_edits(toy, theirs):
    assert drafted(files_of(toy.answers).sources["softmax"], theirs, "Softmax") == ()


def test_whatever_a_submission_says_the_draft_is_toml(toy, tmp_path):
    hostile = "'''\n]\n[owned]\x07\x7f\u2028\nmistake = \"\"\"\\"
    told = changed("rate")
    claim = told["todos"][1]["claims"][0] | {"message": hostile, "code": hostile, "sentence": hostile}
    told["todos"] = [told["todos"][0], told["todos"][1] | {"claims": [claim]}]
    write(tmp_path / "out", told | {"path": str(tmp_path / "in")})
    answers = files_of(toy.answers).sources
    (tmp_path / "in").mkdir()
    theirs = answers["regression"].replace("/ len(x)", "/ len(x) + len(\"'''\\\\x07\x7f\")")
    for file, text in (answers | {"regression": theirs}).items():
        (tmp_path / "in" / f"{file}.py").write_text(text, encoding="utf-8")
    (slip,) = run(tmp_path / "out", "--least", "1").values()
    assert edited(answers["regression"], slip.edits) == theirs

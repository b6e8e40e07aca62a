"""Whatever a maintainer forgets, `check` names it with its file, its line and the remedy.

Each is forgotten in a copy of the toy course. A copy has several faults that do not meet, as a check takes seconds.
"""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

import pytest
from screen import ROOT, TOY, run, states

from harness.check.texts import slips
from harness.check.trials import answers, strays


@dataclass(frozen=True)
class Forgotten:
    """Edits of one file, and how the finding begins: its file, a pattern of its line, its words, its remedy.

    An old text of "" is the end of the file; a new text of None deletes the file.
    """

    edits: tuple
    file: str
    line: str
    what: str
    remedy: str


CLAIMS = '''

@given(case=softmaxes())
def test_softmax_is_a_claim_that_cannot_fail(impl, case):
    """It looks at nothing."""
    impl(case)


@given(case=softmaxes())
def test_softmax_draws_nothing(impl, case):
    """No slip draws."""
    assert not any(reply.drew for reply in impl(case).done)


DRAWN, MAKER = set(), __import__("os").getpid()


@given(n=st.integers(0, 10**9))
@settings(max_examples=25)
def test_softmax_is_lucky(impl, n):
    """It holds for the draws of the first run alone."""
    if __import__("os").getpid() == MAKER:
        DRAWN.add(n)
    assert n in DRAWN
'''
EQUAL = """
[shift_forgotten]
kind = "value"
mistake = "It is largest_not_subtracted by another name."
hint = "Which slip gives the same?"
edits = [["x - x.amax(dim=self.dim, keepdim=True)", "x + 0"]]

[nothing_is_wrong]
kind = "value"
mistake = "It is no mistake at all."
hint = "What is different?"
edits = [["self.dim = dim", "self.dim = int(dim)"]]
"""
WRONG_WAY = """
[wrong]
way = "It is wrong."
edits = [["return e / e.sum(dim=self.dim, keepdim=True)", "return e"]]
"""
PAGE, KOREAN = "handout/en/week-1.md", "handout/ko/week-1.md"
SLIPS, WAYS = "reference/slips/regression.toml", "reference/alternates/regression.toml"
TESTS, HINTS = "tests/test_2.py", "toy/hints/regression.toml"

ANSWER = """
# as in error.sum(dim=0): return self.weight - rate * error.T @ x, self.bias - rate * error.sum(dim=0)
"""

FORGOTTEN = {  # by the copy in which it is forgotten
    "texts": {
        "a hint for a claim": Forgotten(
            (
                (HINTS, '"test_regression_*"', '"test_regression_has_*"'),
                (HINTS, '"test_regression_has_*", "test', '"test'),
            ),
            *(TESTS, "def test_regression_is_that", "has no hint", "add it to `about` of a hint"),
        ),
        "a hint for an open method": Forgotten(
            ((HINTS, '"Regression.__init__", ', ""),),
            *(
                "reference/regression.py",
                "def __init__",
                "Regression.__init__ has no hint",
                "add it to `about` of a hint",
            ),
        ),
        "the mistake of a slip": Forgotten(
            ((SLIPS, '"The bias is made and never added."', '""'),),
            *(SLIPS, "[bias_forgotten]", "bias_forgotten: it has no mistake", "write mistake = a sentence"),
        ),
        "an edit after a change of the answer": Forgotten(
            ((SLIPS, '[["Softmax(dim=-1)"', '[["Softmax(axis=-1)"'),),
            *(
                SLIPS,
                "[softmax_over_the_examples]",
                "is in the answer 0 times",
                "let its edits say what the answer says",
            ),
        ),
        "how an alternate is written": Forgotten(
            ((WAYS, "", '\n[third]\nedits = [["self", "this"]]\n'),),
            *(WAYS, "[third]", "third: it has no 'way'", "an alternate has way"),
        ),
        "a section in one language": Forgotten(
            ((KOREAN, "## TODO 2: Regression", "### Regression"),),
            *(KOREAN, "pytest --next", "TODO 2 has no section in ko", "write it under ## TODO 2"),
        ),
        "a figure": Forgotten(
            ((PAGE, "Run `pytest", "![the scores of each class](../figures/none.svg)\n\nRun `pytest"),),
            *(PAGE, "none.svg", "../figures/none.svg is missing", "draw it, or name another"),
        ),
        "the answers to the questions": Forgotten(
            ((PAGE, "", "\n**Question 2.1.** Why?\n"),),
            *("reference/answers/en.md", "", "there are no answers in en", "write one for each question"),
        ),
        "the skeleton": Forgotten(
            (("student/regression.py", "One step of gradient", "A step of gradient"),),
            *(
                "student/regression.py",
                "A step",
                "it is not what the answers give",
                "python -m harness skeleton reference",
            ),
        ),
        "an open place": Forgotten(
            ((TESTS, "", "\n# TODO(maintainer): one more claim\n"),),
            *(TESTS, "TODO(maintainer)", "it is still open: one more claim", "write it, and delete the mark"),
        ),
        "that the kit must hold no answer": Forgotten(
            ((TESTS, "", ANSWER),),
            *(TESTS, "as in error", "holds line", "write it in other words"),
        ),
    },
    "toml": {
        "a bracket in a TOML file": Forgotten(
            ((HINTS, "]\n\n[scores]", "\n\n[scores]"),),
            *(HINTS, "[scores]", "it is no TOML", "mend it"),
        ),
    },
    "contract": {
        "a contract": Forgotten(
            (("toy/ladder.py", '("Regression",)', '("Regression", "Gauss")'),),
            *("toy/ladder.py", "Gauss", "Gauss has no contract", "add its row to interface.py"),
        ),
        "the claims": Forgotten(
            ((TESTS, "", None),),
            *(TESTS, "", "TODO 2 has no claims", "write them"),
        ),
        "the contract of a file": Forgotten(
            (("reference/gauss.py", "", "\n"),),
            *("reference/gauss.py", "", "no contract names this file", "add its row to interface.py"),
        ),
    },
    "docstrings": {
        "to open a method": Forgotten(
            (("reference/regression.py", "TODO 2. ", ""),),
            *("reference/regression.py", "class Regression", "no method of Regression is open", "begin the docstring"),
        ),
    },
    "trials": {
        "a claim that catches a slip": Forgotten(
            (("reference/slips/softmax.toml", "", EQUAL),),
            *("reference/slips/softmax.toml", "[nothing_is_wrong]", "it survives", "write the claim that it breaks"),
        ),
        "that a slip is there already": Forgotten(
            (),
            *(
                "reference/slips/softmax.toml",
                "[shift_forgotten]",
                "gives what largest not subtracted gives",
                "make one",
            ),
        ),
        "a slip for a claim": Forgotten(
            (("tests/test_1.py", "", CLAIMS),),
            *(
                "tests/test_1.py",
                "def test_softmax_draws_nothing",
                "catches no slip",
                "add a mistake that breaks it to",
            ),
        ),
        "to claim something": Forgotten(
            (),
            *("tests/test_1.py", "def test_softmax_is_a_claim", "it holds for zeros and for noise", "assert something"),
        ),
        "that other draws come": Forgotten(
            (),
            *("tests/test_1.py", "def test_softmax_is_lucky", "is flaky: the answers fail it", "widen its bound"),
        ),
        "that an alternate must be right": Forgotten(
            (("reference/alternates/softmax.toml", "", WRONG_WAY),),
            *("reference/alternates/softmax.toml", "[wrong]", "is broken:", "ask no more in the claim"),
        ),
        "how a step of the answer is called": Forgotten(
            (("toy/words.py", '"sub": "the shift"', '"minus": "the shift"'),),
            *("toy/words.py", '"minus":', 'makes no step "minus"', "name a step that the answer makes"),
        ),
        "a stand-in": Forgotten(
            (("toy/__init__.py", 'replaceable=("Softmax",)', "replaceable=()"),),
            *("reference/slips/softmax.toml", "[", "TODO 2 catches it too", "put a stand-in in its place"),
        ),
    },
}
NUMBER = {"trials": "1"}  # of the TODO that is checked, where it is not 2


def checked(course, number):
    """The exit status of check, and what it prints."""
    words = ("--course", str(course), "check", number, "--jobs", "2")
    done = subprocess.run([sys.executable, "-m", "harness", *words], cwd=ROOT, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def edited(path, old, new):
    if new is None:
        path.unlink()
        return
    path.parent.mkdir(exist_ok=True)
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    """Makes a copy of the toy in which something is forgotten, and checks it, once."""
    done = {}

    def check(name):
        if name not in done:
            copy = tmp_path_factory.mktemp(name) / "toy"
            shutil.copytree(TOY, copy, ignore=shutil.ignore_patterns("__pycache__"))
            for edit in (edit for one in FORGOTTEN[name].values() for edit in one.edits):
                edited(copy / edit[0], *edit[1:])
            done[name] = copy, *checked(copy, NUMBER.get(name, "2"))
        return done[name]

    return check


@pytest.mark.parametrize(("where", "name"), [(where, name) for where, things in FORGOTTEN.items() for name in things])
def test_a_thing_that_is_forgotten_is_named_with_its_file_its_line_and_the_remedy(listed, where, name):
    one = FORGOTTEN[where][name]
    copy, status, said = listed(where)
    assert status == 1, said
    found = re.findall(rf"^{re.escape(one.file)}:(\d+): (.*)\n    (.*)$", said, re.MULTILINE)
    fitting = [(int(line), remedy) for line, what, remedy in found if one.what in what]
    fitting = [line for line, remedy in fitting if one.remedy in remedy]
    assert fitting, said
    path = copy / one.file
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else [""]
    assert any(one.line in lines[line - 1] for line in fitting if lines), said


def test_nothing_else_is_named(listed):
    """Of what is read in the texts of one copy, each finding is one of those that were forgotten."""
    _, _, said = listed("texts")
    expected = FORGOTTEN["texts"].values()
    for file, what in re.findall(r"^(\S+):\d+: (.*)$", said, re.MULTILINE):
        assert any(one.file == file and one.what in what for one in expected), f"{file}: {what}"


def test_a_course_of_which_nothing_is_forgotten_is_complete():
    status, said = checked(TOY, "2")
    assert (status, said.splitlines()[0]) == (0, "TODO 2 is complete: nothing is missing or wrong.")
    assert "`prove slips` puts each slip to all claims" in said


def test_a_todo_that_the_ladder_lacks_is_named_with_the_line_of_the_ladder():
    status, said = checked(TOY, "3")
    assert status == 1
    assert re.search(r"ladder\.py:5: there is no TODO 3; there are 1 to 2\n    add its row", said), said


def test_a_claim_without_a_hint_does_not_crash_the_board(listed):
    copy, _, _ = listed("texts")
    status, screen = run("--hint", "--todo", "2", cwd=copy, PYTHONPATH=str(ROOT))
    assert states(screen)[2] == "not started", screen
    assert status == 1
    assert "INTERNALERROR" not in screen


def test_claims_that_take_too_long_are_named(toy, monkeypatch):
    monkeypatch.setattr(answers, "MOST_SECONDS", 0.001)
    (found,) = answers.Held(toy.todo(2), 0).findings
    assert re.search(r"tests/test_2\.py:1: its claims take \d+\.\d seconds of CPU time", found.told(toy.root))
    assert "max_examples" in found.remedy


def test_a_stand_in_that_is_wrong_is_named_by_a_claim_that_needs_it(toy, monkeypatch):
    from toy.stand_ins.softmax import Softmax

    held, bank = answers.Held(toy.todo(1), 0), slips.sound(toy.todo(1))
    assert list(strays.findings(bank, held, 0, 1)) == []
    monkeypatch.setattr(Softmax, "forward", lambda self, x: x)
    (found,) = strays.findings(bank, held, 0, 1)
    assert found.file == toy.root / "tests/test_2.py"
    assert "does not hold for the answers over stand-ins" in found.what

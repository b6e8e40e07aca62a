"""The hints, and pytest --hint."""

import ast
import re
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from spec.hints import hint_for, hints, topic
from spec.results import Claim

ROOT = Path(__file__).parents[2]
CLAIMS = [
    name
    for n in range(1, 11)
    for name in re.findall(r"^def (test_\w+)", (ROOT / "tests" / f"test_{n}.py").read_text(), re.MULTILINE)
]
METHODS = [
    method
    for path in sorted((ROOT / "student").glob("*.py"))
    for method in re.findall(r'"TODO \d+: ([\w.]+)"', path.read_text())
]


def answers():
    """The lines of the answers' bodies, without comments."""
    for path in (ROOT / "reference").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield from (ast.unparse(line) for line in node.body if not isinstance(line, ast.Expr))


@pytest.mark.parametrize("topic", [*CLAIMS, *METHODS])
def test_each_claim_and_each_open_method_has_a_hint(topic):
    assert hint_for(topic).steps


@pytest.mark.parametrize("hint", hints(), ids=lambda hint: hint.name)
def test_a_hint_has_three_steps_in_sentences_and_is_reached(hint):
    assert len(hint.steps) == 3
    assert all(re.fullmatch(r"[A-Za-z].*[.?]", step) for step in hint.steps)
    reached = [topic for topic in [*CLAIMS, *METHODS] if hint_for(topic) is hint]
    for pattern in hint.about:
        assert any(fnmatchcase(topic, pattern) for topic in reached), f"{pattern} fits nothing"


def class_of(claim):
    """The class that a claim begins with, but for the two that are about another one."""
    if claim == "test_layer_norm_keeps_the_gradient_from_growing":
        return "BlockVer3"
    if claim == "test_multi_head_ver_1_and_multi_head_ver_2_are_logically_equal":
        return "MultiHeadVer2"
    for name in {method.split(".")[0] for method in METHODS}:
        words = "_".join(re.findall(r"GPT|[A-Z][a-z]+|\d+", name)).lower()
        if claim.startswith(f"test_{words}_"):
            return name
    return None


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS if class_of(claim)])
def test_a_hint_is_about_the_class_of_its_claim(claim):
    methods = [pattern for pattern in hint_for(claim).about if "." in pattern]
    own = [method for method in METHODS if method.startswith(f"{class_of(claim)}.")]
    assert not methods or any(fnmatchcase(method, pattern) for method in own for pattern in methods)


def test_no_hint_holds_a_line_of_the_answers():
    said = "\n".join(step for hint in hints() for step in hint.steps)
    for line in {line for line in answers() if len(line) > 12}:
        assert line not in said, line


def claim(verdict, message):
    return Claim(todo=1, name="test_a", sentence="", verdict=verdict, message=message, seconds=0.0, seed="0")


def test_an_open_method_is_what_a_claim_that_is_not_started_is_about():
    opened = "model.logits(indices) raised NotImplementedError: TODO 1: GPTVer1.logits"
    assert topic(claim("not started", opened)) == "GPTVer1.logits"
    assert topic(claim("not started", "raised NotImplementedError: TODO 1")) == "test_a"
    assert topic(claim("broken", opened)) == "test_a"


@pytest.fixture
def ask(tmp_path):
    """Asks for a hint on a TODO of the skeleton, with a memory of its own."""

    def ask(*options, memory=("-o", f"cache_dir={tmp_path / 'cache'}")):
        command = [sys.executable, "-m", "pytest", "-q", *memory, *options]
        screen = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300).stdout
        return screen.partition("\nHint ")[2]

    return ask


def test_each_time_it_is_asked_for_there_is_one_step_more(ask):
    hint = hint_for("HeadVer2.forward")
    assert ask("--todo", "3", "--hint").startswith("1 of 3; ask again for the next.")
    assert not ask("--todo", "3")
    second = " ".join(ask("--todo", "3", "--hint").split())
    assert second.startswith("2 of 3; ask again for the next.")
    assert hint.steps[0] in second and hint.steps[1] in second and hint.steps[2] not in second
    assert ask("--todo", "3", "--hint").startswith("3 of 3; it is the last.")
    assert ask("--todo", "3", "--hint").startswith("3 of 3; it is the last.")


def test_it_starts_anew_when_another_claim_is_shown(ask):
    assert ask("--todo", "3", "--hint").startswith("1 of 3")
    ask("--todo", "4")
    assert ask("--todo", "3", "--hint").startswith("1 of 3")


def test_without_a_cache_it_is_the_first_step_each_time(ask):
    for _ in range(2):
        assert ask("--todo", "3", "--hint", memory=("-p", "no:cacheprovider")).startswith("1 of 3")


def test_where_nothing_is_unfinished_it_says_so(tmp_path):
    command = [sys.executable, "-m", "pytest", "-o", f"cache_dir={tmp_path}", "--impl=reference", "--hint"]
    done = subprocess.run(
        [*command, "tests/test_4.py", "-k", "softmax or mean"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0
    assert "No hint: nothing that was run is unfinished." in done.stdout

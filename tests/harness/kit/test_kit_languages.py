"""The kit carries each language: docstrings and a page to begin with."""

import ast

import pytest
from screen import ROOT

from harness.kit.docstrings import in_language
from harness.kit.skeleton import is_untouched, opened
from harness.language.speech import speaking
from harness.run.errors import unfinished


def skeleton(file):
    return opened((ROOT / "reference" / f"{file}.py").read_text(encoding="utf-8"))


def without_docstrings(source):
    """The code alone."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node):
            node.body = node.body[1:]
    return ast.dump(tree)


@pytest.mark.parametrize("file", ["head_v2", "gpt_v1", "gpt_v4"])
def test_in_another_language_only_the_docstrings_are_others(file):
    """The code is the same, and the harness finds the same TODOs open."""
    with speaking("ko"):
        korean = in_language(skeleton(file), file)
    assert without_docstrings(korean) == without_docstrings(skeleton(file))
    assert is_untouched(korean) == is_untouched(skeleton(file))
    assert max(map(len, korean.splitlines())) <= 120


def test_a_docstring_is_in_the_students_language():
    """It begins with its TODO, by which the harness knows it."""
    with speaking("ko"):
        tree = ast.parse(in_language(skeleton("head_v2"), "head_v2"))
    (forward,) = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    docstring = ast.get_docstring(forward)
    assert unfinished(docstring) == 3
    assert "행렬곱" in docstring and "힌트:" in docstring


def test_english_comes_out_as_it_went_in():
    """Nothing of a file is lost on the way."""
    for path in (ROOT / "reference").glob("*.py"):
        assert in_language(skeleton(path.stem), path.stem) == skeleton(path.stem)

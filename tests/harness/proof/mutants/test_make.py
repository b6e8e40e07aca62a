"""Of a source comes each mutant once, with its place; none that runs like the source, and none that is no Python."""

import pytest

from harness.proof.mutants.bytecode import bytecode
from harness.proof.mutants.make import mutants

SOURCE = '''
class A:
    """Text."""

    def forward(self, x: int, y: int = 0) -> int:
        """More text: 1."""
        z = x - 1  # (T)
        return z
'''


@pytest.fixture(scope="module")
def made():
    return list(mutants(SOURCE))


def test_each_mutant_runs_unlike_the_source_and_unlike_the_others(made):
    runs = [repr(bytecode(mutant.source)) for mutant in made]
    assert len({*runs, repr(bytecode(SOURCE))}) == len(runs) + 1


def test_a_mutant_says_where_it_is_and_what_becomes_of_the_line(made):
    (mutant,) = (one for one in made if one.becomes == "z = x - 2")
    assert (mutant.operator, mutant.where, mutant.class_name) == ("constant changed", "A.forward", "A")
    assert SOURCE.splitlines()[mutant.number - 1].strip() == "z = x - 1  # (T)"
    assert mutant.line == "z = x - 1"
    assert mutant.source == SOURCE.replace("x - 1", "x - 2")


def test_it_is_told_by_its_place_and_words_where_the_lines_move(made):
    def told(mutant):
        return mutant.where, mutant.line, mutant.becomes

    moved = mutants(SOURCE.replace('"""Text."""', '"""Text."""\n\n    a = 1'))
    assert [*map(told, moved)] == [*map(told, made)]


def test_docstrings_comments_and_annotations_stay(made):
    assert made
    for mutant in made:
        for text in ('"""More text: 1."""', "x: int", "-> int"):
            assert text in mutant.source


@pytest.mark.parametrize(
    "other",
    [SOURCE.replace("Text", "Words"), SOURCE.replace("  # (T)", ""), "\n" + SOURCE, SOURCE.replace("x - 1", "(x - 1)")],
)
def test_layout_and_texts_do_not_run(other):
    assert bytecode(other) == bytecode(SOURCE)


@pytest.mark.parametrize(
    "other",
    [SOURCE.replace("x - 1", "x - 1.0"), SOURCE.replace("= 0", "= 1"), SOURCE.replace("return z", "return y")],
)
def test_another_constant_default_or_name_runs_otherwise(other):
    assert repr(bytecode(other)) != repr(bytecode(SOURCE))

"""Each operator makes of one line the lines that a reader expects, and of other lines nothing."""

import pytest

from harness.proof.mutants.make import mutants
from harness.proof.mutants.operators import OPERATORS

EXPECTED = [
    ("dimension changed", "return x.sum(dim=1)", ["x.sum(dim=-3)", "x.sum(dim=-2)", "x.sum(dim=-1)"]),
    ("dimension changed", "return x.shape[-1]", ["x.shape[-3]", "x.shape[-2]", "x.shape[0]"]),
    ("dimension changed", "return x[1]", []),
    ("exponent changed", "return x**y", ["x**-y", "x**(y * 2)", "x**(y / 2)"]),
    ("exponent changed", "return 0.01", ["0.1", "0.001"]),
    ("float by one", "return x + 1.5", ["x + 2.5", "x + 0.5"]),
    ("constant changed", "return x[1]", ["x[2]", "x[0]"]),
    ("constant changed", "return x(True)", ["x(False)"]),
    ("constant changed", 'return float("-inf")', ['float("inf")', 'float("0")']),
    ("constant changed", 'return x("tril")', ['x("tril_")']),
    ("comparison changed", "return x is None", ["x is not None"]),
    ("comparison changed", "return x < y", ["x <= y", "x > y", "x >= y", "x == y", "x != y"]),
    ("condition negated", "return x if y else 0", ["x if not y else 0"]),
    ("arithmetic changed", "return x - y", ["y - x", "x + y", "x * y", "x / y", "x @ y"]),
    ("operand dropped", "return x - y", ["x", "y"]),
    ("operand dropped", "return x(-y)", ["x(y)"]),
    ("argument dropped", "return x(y, dim=0)", ["x(dim=0)", "x(y)"]),
    ("argument dropped", "return x[y:]", ["x[:]"]),
    ("arguments swapped", "return x(y, 1)", ["x(1, y)"]),
    ("arguments swapped", "return x, y", ["y, x"]),
    ("arguments swapped", "return x[:, y]", ["x[y, :]"]),
    ("detached or not", "return x", ["x.detach()"]),
    ("detached or not", "return x.detach()", ["x"]),
    ("call not made", "return x.a(y, k=0)", ["y", "x"]),
    ("transposed", "return x @ y", ["(x @ y).mT", "x.mT @ y", "x @ y.mT"]),
    ("reversed", "return x", ["x.flip(0)", "x.flip(-1)"]),
    ("in place or not", "return x + y", ["x.add_(y)"]),
    ("in place or not", "return x.relu()", ["x.relu_()"]),
    ("in place or not", "return x.relu_()", ["x.relu()"]),
    ("in place or not", "return x.no_such_method()", []),
    ("mode switched", "return x(self.training)", ["x((not self.training))"]),
    ("name swapped", "return x(y)", ["y(y)", "x(x)"]),
    ("statement deleted", "return x", ["pass"]),
]


def made(operator, *lines):
    """The lines that an operator makes of the body of a method."""
    body = "\n".join(f"        {line}" for line in lines)
    source = f"class A:\n    def forward(self, x, y):\n{body}\n"
    return [mutant.becomes for mutant in mutants(source) if mutant.operator == operator]


@pytest.mark.parametrize("operator, line, expected", EXPECTED, ids=lambda one: str(one)[:30])
def test_a_line_becomes_what_a_reader_expects(operator, line, expected):
    found = [one.removeprefix("return ") for one in made(operator, line)]
    assert set(expected) <= set(found)
    assert found if expected else not found


def test_each_operator_is_looked_at():
    assert {operator for operator, _, expected in EXPECTED if expected} == set(OPERATORS)


def test_a_sum_is_added_in_place_and_back():
    assert "x += y" in made("in place or not", "x = x + y")
    assert made("in place or not", "x += y") == ["x = x + y"]


def test_a_loop_runs_from_its_end():
    assert "for a in reversed(x): pass" in made("reversed", "for a in x: pass")


def test_a_method_begins_in_the_other_mode():
    assert made("mode switched", "return x") == ["self.train()", "self.eval()"]


def test_a_constructor_ends_train_mode_alone():
    source = "class A:\n    def __init__(self):\n        super().__init__()\n        self.a = 1\n"
    switched = [mutant.source for mutant in mutants(source) if mutant.operator == "mode switched"]
    assert switched == [source.replace("        self.a", "        self.eval()\n        self.a")]


def test_a_method_without_a_body_switches_its_mode_too():
    source = 'class A:\n    def forward(self, x):\n        """Open."""\n'
    assert [mutant.becomes for mutant in mutants(source) if mutant.operator == "mode switched"]

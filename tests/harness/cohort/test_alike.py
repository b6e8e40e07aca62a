"""Submissions that are equal but for names and layout, and those that nearly are."""

import random

from classes import class_of

from harness.cohort.alike import alike
from harness.cohort.cohort import Cohort
from harness.cohort.report import Report
from harness.grading.normal_form import normal_form


def submission(name, code):
    form = normal_form({"softmax": code})
    blank = dict.fromkeys(("student", "id", "path", "problem"), "")
    return Report(
        **blank,
        name=name,
        folder=name,
        points=0,
        out_of=0,
        complete=True,
        seconds=0,
        suspicions=(),
        policy=(),
        rungs=(),
        **vars(form),
    )


def program(seed, lines=60):
    draw = random.Random(seed)
    body = [f"x = x.{draw.choice(('exp', 'sum', 'mean', 'amax', 'log'))}({draw.randrange(1000)})" for _ in range(lines)]
    return "def forward(self, x):\n" + "".join(f"    {line}\n" for line in body) + "    return x\n"


def groups(reports):
    return [({report.name for report in group.members}, group.share) for group in alike(reports)]


def test_copies_under_other_names_are_equal(tmp_path):
    found = [{report.name for report in group.members} for group in Cohort.of(class_of(tmp_path)).alike]
    for pair in ({"right", "renamed"}, {"mean_a", "mean_b"}, {"abs_a", "abs_b"}):
        assert pair in found
    assert not [members for members in found if members & {"junk", "skeleton"}]


def test_a_line_that_was_changed_leaves_two_nearly_equal():
    copied = program(0).replace("return x", "return x + 1")
    ((members, share),) = groups([submission("a", program(0)), submission("b", copied), submission("c", program(1))])
    assert members == {"a", "b"}
    assert 0.8 <= share < 1


def test_all_that_is_alike_is_no_longer_so_where_most_of_a_class_wrote_it():
    common = [submission(f"s{i}", program(0).replace("return x", f"return x * {i}")) for i in range(30)]
    strangers = [submission(f"t{i}", program(i + 1)) for i in range(30)]
    assert groups(common + strangers) == []
    assert groups(common[:5] + strangers)


def test_long_code_of_few_authors_comes_first():
    short = [submission(name, program(1, lines=5)) for name in ("a", "b")]
    long = [submission(name, program(2)) for name in ("x", "y")]
    assert [members for members, _ in groups(short + long)] == [{"x", "y"}, {"a", "b"}]

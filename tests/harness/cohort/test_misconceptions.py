"""A class's mistakes: by their names, and where these are missing, by what the code gave."""

import pytest
from classes import changed, class_of, write

from harness.cohort.cohort import Cohort


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    return Cohort.of(class_of(tmp_path_factory.mktemp("class")))


def makers(found):
    return {report.name for report in found.makers}


def test_a_mistake_that_has_a_name_is_there_once_with_all_who_made_it(cohort):
    found = {(each.todo, each.shown.slip): makers(each) for each in cohort.named}
    assert len(found) == len(cohort.named) == 16
    assert found[1, "largest not subtracted"] == {"both", "slip_largest_not_subtracted"}
    assert found[2, "step climbs"] == {"both", "slip_step_climbs"}
    assert found[1, "dim ignored"] == {"slip_dim_ignored"}


def test_those_that_most_have_made_come_first(cohort):
    assert [each.many for each in cohort.named] == [2, 2] + [1] * 14
    many = [each.many for each in cohort.unnamed]
    assert many == sorted(many, reverse=True)


def test_mistakes_without_a_name_are_together_where_the_code_gave_the_same(cohort):
    together = [makers(each) for each in cohort.unnamed if each.many > 1]
    assert together[0] == {"rate", "rate_b", "rate_c"}
    for pair in ("abs", "mean", "typo"):
        assert {f"{pair}_a", f"{pair}_b"} in together
    assert {"mean1", "mean2"} in together
    assert len(together) == 5


def test_claims_that_break_for_the_same_submissions_are_one_mistake(cohort):
    (mean,) = [each for each in cohort.unnamed if makers(each) == {"mean_a", "mean_b"}]
    assert len(mean.claims) == 2
    assert "print(model(x))" in mean.shown.code


def test_a_todo_in_which_a_mistake_has_a_name_has_none_without(cohort):
    assert not {name for each in cohort.unnamed for name in makers(each) if name.startswith("slip_")}


def test_of_several_cases_the_smallest_is_shown(tmp_path):
    for name, code in (("one", "x = torch.zeros(2, 2)\nprint(model(x))"), ("two", "print(model(x))")):
        told = changed("rate", submission=name)
        told["todos"] = [
            todo | {"claims": [claim | {"code": code} for claim in todo["claims"]]} for todo in told["todos"]
        ]
        write(tmp_path, told)
    (group,) = Cohort.of(tmp_path).unnamed
    assert group.shown.code == "print(model(x))"


def test_reports_without_that_digest_are_together_where_the_same_is_said_but_for_names_and_sizes(tmp_path):
    said = ("NameError: name 'exps' is not defined (line 3)", "NameError: name 'foo' is not defined (line 17)")
    for name, message in zip(("one", "two", "other"), (*said, "TypeError: another one")):
        told = changed("rate", submission=name)
        claim = told["todos"][1]["claims"][0] | {"gave": "", "message": message}
        told["todos"] = [told["todos"][0], told["todos"][1] | {"claims": [claim]}]
        write(tmp_path, told)
    assert [makers(each) for each in Cohort.of(tmp_path).unnamed] == [{"one", "two"}, {"other"}]

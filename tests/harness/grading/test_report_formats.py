"""What Gradescope, Classroom 50, a reader of JUnit and the staff get."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from grades import DONE, HOSTILE, MINA, OUT_OF, PARTIAL, RUNNER, UNREADABLE, claims_of

from harness.grading.reports import classroom50, gradescope, junit, staff
from harness.grading.reports.sanitized import sanitize
from spec.ladder import LADDER


def results(grade):
    return json.loads(gradescope.results(sanitize(grade)))


def test_gradescope_gets_a_test_a_todo_then_its_claims():
    tests = results(MINA)["tests"]
    first = [test for test in tests if test.get("number", "").split(".")[0] == "1"]
    assert [test["number"] for test in first] == ["1", *(f"1.{i}" for i in range(1, 10))]
    assert first[0]["name"] == "TODO 1. A bigram table"
    assert (first[0]["score"], first[0]["max_score"], first[0]["status"]) == (0, 10, "failed")
    assert [test["status"] for test in first[1:]] == ["passed", "failed", *["passed"] * 7]
    assert first[2]["name"].startswith("The logits (B, T, V) are rows of the table")
    assert "Known mistake: softmax before cross entropy." in first[2]["output"]
    assert "Hint: Which input does F.cross_entropy expect" in first[2]["output"]
    assert not any("score" in test for test in first[1:]), "a claim earns nothing on its own"


def test_gradescope_renders_nothing_and_hides_no_test_for_then_it_hides_the_points():
    found = results(HOSTILE)
    assert {found[key] for key in ("output_format", "test_output_format", "test_name_format")} == {"text"}
    assert {test[key] for test in found["tests"] for key in ("name_format", "output_format")} == {"text"}
    assert found["stdout_visibility"] == "hidden"
    assert {found["visibility"], *(test["visibility"] for test in found["tests"])} == {"visible"}


def test_gradescope_says_the_points_first():
    assert results(MINA)["output"].startswith(f"40 of {OUT_OF} points.\n4 of {len(LADDER)}")


def test_gradescope_ranks_the_speed_only_where_it_was_measured():
    assert [row["name"] for row in results(MINA)["leaderboard"]] == ["Points"]
    assert [row["value"] for row in results(DONE)["leaderboard"]] == [100, 9.87]


@pytest.mark.parametrize("grade", [MINA, DONE, PARTIAL, UNREADABLE, HOSTILE])
def test_classroom_50_gets_the_fields_of_its_schema(grade):
    result = json.loads(classroom50.result(sanitize(grade), RUNNER, datetime(2026, 10, 1, 9, 30, tzinfo=UTC)))
    identity = {field: RUNNER[variable] for field, variable in classroom50.FIELDS.items()}
    assert result == identity | {
        "schema": "classroom50/result/v1",
        "datetime": "2026-10-01T09:30:00Z",
        "score": result["score"],
        "max-score": OUT_OF,
        "tests": result["tests"],
    }
    assert len(result["tests"]) == len(LADDER)
    for test in result["tests"]:
        assert test["passed"] is (test["score"] == test["max-score"] == 10)
        assert type(test["score"]) is int
        assert test["test-name"]


def test_junit_counts_what_it_holds():
    root = ElementTree.fromstring(junit.suites(sanitize(MINA)))
    unmet = [claim for claim in claims_of(MINA) if claim.verdict != "held"]
    assert root.attrib["tests"] == str(sum(len(rung.claims) or 1 for rung in MINA.results.rungs))
    assert root.attrib["failures"] == str(len(unmet)) == str(len(root.findall(".//failure")))
    assert root.attrib["errors"] == "0"
    assert root.attrib.keys() == {"name", "time", "tests", "failures", "errors"}, "as Jenkins' junit-10.xsd has it"
    assert [(suite.attrib["tests"], suite.attrib["failures"]) for suite in root] == [
        (str(len(rung.claims) or 1), str(len(rung.claims) - rung.held)) for rung in MINA.results.rungs
    ]
    assert [case.attrib["name"] for case in root.iter("testcase")][: len(claims_of(MINA))] == [
        claim.name for claim in claims_of(MINA)
    ]
    assert [suite.find("properties/property[@name='points']").attrib["value"] for suite in root] == [
        str(rung.points) for rung in MINA.results.rungs
    ]


def test_junit_says_that_something_is_missing():
    root = ElementTree.fromstring(junit.suites(sanitize(PARTIAL)))
    assert [suite.attrib["skipped"] for suite in root] == [*["0"] * 6, *["1"] * (len(LADDER) - 6)]
    root = ElementTree.fromstring(junit.suites(sanitize(UNREADABLE)))
    assert (root.attrib["errors"], root.find(".//error").attrib["message"]) == ("1", UNREADABLE.problem)


def test_junit_gives_back_what_a_hostile_submission_wrote():
    grade = sanitize(HOSTILE)
    failures = ElementTree.fromstring(junit.suites(grade)).iter("failure")
    assert [failure.text for failure in failures] == [claim.said for claim in claims_of(grade)]


def test_the_staff_get_everything():
    known = json.loads(staff.whole(sanitize(DONE)))
    assert [claim for todo in known["todos"] for claim in todo["claims"]] == [
        json.loads(json.dumps(asdict(claim))) for claim in claims_of(DONE)
    ]
    kept = ("submission", "seed", "speedup", "seconds", "printed", "problem", "complete")
    assert {key: known[key] for key in kept} == {key: getattr(DONE, key) for key in kept}
    assert known["isolation"]["missing"] == list(DONE.isolation.missing)

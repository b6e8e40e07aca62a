"""Each report as its reader wants it."""

import json
import re
from dataclasses import asdict, replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from grades import DONE, HOSTILE, MINA, PARTIAL, UNREADABLE, claims_of
from markdown_it import MarkdownIt
from test_reports import RUNNER

from grading.reports import classroom50, gradescope, junit, staff, summary, words, workflow
from grading.reports.shown import shown
from spec.results import Results


def results(grade):
    return json.loads(gradescope.results(shown(grade)))


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


def test_gradescope_renders_nothing_and_hides_what_is_the_staff_s():
    found = results(HOSTILE)
    assert {found[key] for key in ("output_format", "test_output_format", "test_name_format")} == {"text"}
    assert {test[key] for test in found["tests"] for key in ("name_format", "output_format")} == {"text"}
    assert found["stdout_visibility"] == "hidden"
    assert [test["name"] for test in found["tests"] if test["visibility"] == "hidden"] == ["For the staff"]


def test_gradescope_ranks_the_speed_only_where_it_was_measured():
    assert [row["name"] for row in results(MINA)["leaderboard"]] == ["Points"]
    assert [row["value"] for row in results(DONE)["leaderboard"]] == [100, 9.87]


@pytest.mark.parametrize("grade", [MINA, DONE, PARTIAL, UNREADABLE, HOSTILE])
def test_classroom_50_gets_the_fields_of_its_schema(grade):
    result = json.loads(classroom50.result(shown(grade), RUNNER, datetime(2026, 10, 1, 9, 30, tzinfo=UTC)))
    identity = {field: RUNNER[variable] for field, variable in classroom50.FIELDS.items()}
    assert result == identity | {
        "schema": "classroom50/result/v1",
        "datetime": "2026-10-01T09:30:00Z",
        "score": result["score"],
        "max-score": 100,
        "tests": result["tests"],
    }
    assert len(result["tests"]) == 10
    for test in result["tests"]:
        assert test["passed"] is (test["score"] == test["max-score"] == 10)
        assert type(test["score"]) is int
        assert test["test-name"]


def test_junit_counts_what_it_holds():
    root = ElementTree.fromstring(junit.suites(shown(MINA)))
    unmet = [claim for claim in claims_of(MINA) if claim.verdict != "held"]
    assert root.attrib["tests"] == "132"
    assert root.attrib["failures"] == str(len(unmet)) == str(len(root.findall(".//failure")))
    assert root.attrib["errors"] == root.attrib["skipped"] == "0"
    assert [case.attrib["name"] for case in root.iter("testcase")] == [claim.name for claim in claims_of(MINA)]
    assert [suite.find("properties/property[@name='points']").attrib["value"] for suite in root] == [
        str(rung.points) for rung in MINA.results.rungs
    ]


def test_junit_says_that_something_is_missing():
    assert ElementTree.fromstring(junit.suites(shown(PARTIAL))).attrib["skipped"] == "4"
    root = ElementTree.fromstring(junit.suites(shown(UNREADABLE)))
    assert (root.attrib["errors"], root.find(".//error").attrib["message"]) == ("1", UNREADABLE.problem)


def test_junit_gives_back_what_a_hostile_submission_wrote():
    grade = shown(HOSTILE)
    failures = ElementTree.fromstring(junit.suites(grade)).iter("failure")
    assert [failure.text for failure in failures] == [claim.message for claim in claims_of(grade)]


def test_nothing_renders_in_the_summary_but_the_summary():
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(summary.summary(shown(HOSTILE)))
    tags = set(re.findall(r"<(/?\w+)", page))
    ours = {"h2", "h3", "p", "ul", "li", "strong", "pre", "code", "table", "thead", "tbody", "tr", "th", "td"}
    assert {tag.strip("/") for tag in tags} == ours
    assert page.count("<tr>") == 11


def test_the_summary_names_the_mistake():
    page = MarkdownIt().enable("table").render(summary.summary(shown(MINA)))
    assert "<strong>Known mistake:</strong> softmax before cross entropy." in page
    assert "<strong>Hint:</strong> Which input does F.cross_entropy expect" in page
    assert page.count("head_v2.py cannot be used: SyntaxError") == 1, "eight claims, one cause"


def test_the_summary_fits_a_step_of_github():
    broken = [replace(c, verdict="broken", message=f"{i} {'가' * 10_000}") for i, c in enumerate(claims_of(MINA))]
    page = summary.summary(shown(replace(MINA, results=Results.of(broken))))
    assert len(page.encode()) < 2**20
    assert page.endswith("There is more than fits here: see report.html.\n")


def test_annotations_point_at_the_student_s_files():
    found = workflow.commands(shown(MINA)).splitlines()
    places = [re.match(r"::error file=([^,]*),line=([^,]*),title=([^,:]*)::", row).groups() for row in found]
    assert places == [
        ("student/gpt_v1.py", "1", "TODO 1. A bigram table"),
        ("student/head_v2.py", "4", "TODO 3. Averaging as a matrix product"),
        ("student/gpt_v3.py", "1", "TODO 6. Positional encodings"),
        ("student/block_v2.py", "27", "TODO 8. Feed-forward%2C residual connections"),
    ]


def test_annotations_are_ten_at_most_and_say_all_of_a_message():
    found = workflow.commands(shown(HOSTILE)).splitlines()
    assert len(found) == 10
    said = [row.split("::", 2)[2].replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%") for row in found]
    first = [rung.first_unmet for rung in shown(HOSTILE).results.rungs]
    assert said == [f"{claim.sentence}\n\n{claim.message}" for claim in first]
    assert workflow.commands(shown(DONE)) == ""
    assert workflow.commands(shown(UNREADABLE)) == f"::error::Nothing could be graded: {UNREADABLE.problem}\n"


def test_the_staff_get_everything():
    known = json.loads(staff.whole(shown(DONE)))
    assert [claim for todo in known["todos"] for claim in todo["claims"]] == [
        json.loads(json.dumps(asdict(claim))) for claim in claims_of(DONE)
    ]
    kept = ("submission", "seed", "speedup", "seconds", "printed", "problem", "complete")
    assert {key: known[key] for key in kept} == {key: getattr(DONE, key) for key in kept}
    assert known["isolation"]["missing"] == list(DONE.isolation.missing)


def test_a_claim_is_about_a_class_of_its_todo():
    subjects = {claim.name: words.subject(claim) for claim in claims_of(MINA)}
    assert subjects["test_gpt_ver_2_leaves_no_trace"] == "GPTVer2"
    assert subjects["test_head_ver_1_leaves_no_trace"] == "HeadVer1"
    assert subjects["test_pos_encodings_are_bounded"] == "GPTVer3"
    assert subjects["test_layer_norm_leaves_no_trace"] == "LayerNorm"
    assert subjects["test_block_ver_3_leaves_no_trace"] == "BlockVer3"

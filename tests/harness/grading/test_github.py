"""The workflow for GitHub Actions, and its grading step in a folder laid out as a runner lays out its workspace."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[3]
WORKFLOW = yaml.safe_load((ROOT / "integrations/github/grade.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in WORKFLOW["jobs"]["grade"]["steps"]}
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")  # a runner's shell: bash


@pytest.fixture
def workspace(tmp_path):
    """The checkouts of a course and of a submission; this Python stands for the one that is installed."""
    course = tmp_path / "course"
    (course / ".tox").mkdir(parents=True)
    (course / ".tox/grade").symlink_to(sys.prefix)
    for name in ("harness", "integrations", "pyproject.toml", "pytest.ini", "reference", "spec", "tests"):
        (course / name).symlink_to(ROOT / name)
    (tmp_path / "submission").mkdir()
    return tmp_path


@pytest.fixture
def graded(workspace):
    """Runs the grading step; gives its exit status, the orders to the runner in its output, and the summary."""

    def grade(*options):
        summary = workspace / "summary.md"
        runner = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": workspace, "GITHUB_STEP_SUMMARY": summary}
        command = [*BASH, "-c", " ".join([STEPS["Grade"]["run"], *options])]
        ran = subprocess.run(
            command, cwd=workspace, env=os.environ | runner, stdout=subprocess.PIPE, text=True, check=False
        )
        return ran.returncode, obeyed(ran.stdout), summary.read_text(encoding="utf-8") if summary.exists() else ""

    return grade


def obeyed(output):
    """The lines that the runner obeys."""
    found, token = [], None
    for line in output.splitlines():
        if token is not None:
            token = None if line == f"::{token}::" else token
        elif line.startswith("::stop-commands::"):
            token = line.removeprefix("::stop-commands::")
        elif line.lstrip().startswith("::"):
            found.append(line)
    return found


@pytest.mark.sandbox
def test_the_summary_and_the_annotations_are_the_grader_s(workspace, graded):
    (workspace / "submission/student").mkdir()
    (workspace / "submission/student/head_v2.py").write_text(
        r'print("::error::forged"); raise ValueError("\n::error::forged")', encoding="utf-8"
    )
    status, orders, summary = graded("--todo", "3")
    assert status == 0
    assert [order.partition("title")[0] for order in orders] == ["::error file=student/head_v2.py,line=1,"]
    assert summary.startswith("## NanoGPT, TODO by TODO: 0 of 10 points\n")
    assert "TODO 3" in summary


@pytest.mark.sandbox
def test_the_author_gets_no_report_that_is_for_the_staff(workspace, graded):
    (workspace / "submission/head_v2.py").write_text("", encoding="utf-8")
    seed = "77777777"
    assert graded("--todo", "3", "--seed", seed)[0] == 0
    reports = {path.name: path.read_text(encoding="utf-8") for path in (workspace / "reports").iterdir()}
    assert reports.keys() == {"report.html", "summary.md", "result.json", "junit.xml"}
    assert not any(seed in report for report in reports.values())


@pytest.mark.sandbox
def test_a_link_to_the_answers_is_no_submission(workspace, graded):
    (workspace / "submission/student").symlink_to("../course/reference")
    status, orders, summary = graded("--todo", "3")
    assert status == 0
    assert [order[:40] for order in orders] == ["::error::Nothing could be graded: No fil"]
    assert summary.startswith("## NanoGPT, TODO by TODO: 0 of 10 points\n")


@pytest.mark.sandbox
def test_where_the_grader_fails_the_step_fails_and_nothing_is_reported(workspace, graded):
    (workspace / "submission/head_v2.py").write_text("", encoding="utf-8")
    status, orders, summary = graded("--isolation", "full", "--without", "seccomp")
    assert (status, orders, summary) == (3, [], "")
    assert not (workspace / "reports").exists()


@pytest.mark.parametrize(("score", "red"), [(0, True), (90, True), (100, False)])
def test_the_check_is_green_only_where_all_points_are_earned(tmp_path, score, red):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/result.json").write_text(json.dumps({"score": score, "max-score": 100}), encoding="utf-8")
    last = WORKFLOW["jobs"]["grade"]["steps"][-1]
    assert last["name"] == "Have all points been earned?"
    assert (subprocess.run([*BASH, "-c", last["run"]], cwd=tmp_path, check=False).returncode != 0) is red


def test_a_push_grades_with_no_right_but_to_read():
    assert WORKFLOW[True].keys() == {"push", "workflow_dispatch"}  # YAML 1.1 reads the key "on" as true
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert not any("permissions" in job for job in WORKFLOW["jobs"].values())


def test_actions_are_pinned_and_leave_no_token_behind():
    actions = [step for step in STEPS.values() if "uses" in step]
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action["uses"]) for action in actions)
    checkouts = [action["with"] for action in actions if action["uses"].startswith("actions/checkout@")]
    assert [checkout["persist-credentials"] for checkout in checkouts] == [False, False]


def test_the_only_secret_is_for_the_checkout_of_the_course():
    with_secrets = [name for name, step in STEPS.items() if "secrets." in str(step)]
    assert with_secrets == ["Fetch the course"]
    assert "secrets." not in str({key: part for key, part in WORKFLOW["jobs"]["grade"].items() if key != "steps"})


@pytest.mark.parametrize("name", [name for name, step in STEPS.items() if "run" in step])
def test_a_step_s_commands_are_bash_into_which_nothing_is_pasted(name):
    commands = STEPS[name]["run"]
    assert "${{" not in commands
    subprocess.run([*BASH, "-n", "-c", commands], check=True)

"""What GitHub shows of a grade: the summary of a run, and notes beside the code."""

import html
import re
from dataclasses import replace

from grades import DONE, HOSTILE, MINA, UNREADABLE, claims_of
from markdown_it import MarkdownIt

from harness.grading.reports import summary, words, workflow
from harness.grading.reports.sanitized import sanitize
from harness.tell.results import Results


def test_nothing_renders_in_the_summary_but_the_summary():
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(summary.summary(sanitize(HOSTILE)))
    tags = set(re.findall(r"<(/?\w+)", page))
    ours = {"h2", "h3", "p", "ul", "li", "strong", "pre", "code", "table", "thead", "tbody", "tr", "th", "td"}
    assert {tag.strip("/") for tag in tags} == ours
    assert page.count("<tr>") == 11
    blocks = re.findall(r'<pre><code class="language-text">(.*?)\n</code></pre>', page, re.DOTALL)
    faults = [fault for rung in sanitize(HOSTILE).results.rungs for fault in words.faults(words.broken(rung))]
    assert list(map(html.unescape, blocks)) == [fault.details for fault in faults]


def test_the_summary_names_the_mistake():
    page = MarkdownIt().enable("table").render(summary.summary(sanitize(MINA)))
    assert "<strong>Known mistake:</strong> softmax before cross entropy." in page
    assert "<strong>Hint:</strong> Which input does F.cross_entropy expect" in page
    assert page.count("head_v2.py cannot be used: SyntaxError") == 1, "eight claims, one cause"


def test_the_summary_fits_a_step_of_github():
    broken = [replace(c, verdict="broken", message=f"{i} {'가' * 10_000}") for i, c in enumerate(claims_of(MINA))]
    page = summary.summary(sanitize(replace(MINA, results=Results.of(broken))))
    assert len(page.encode()) < 2**20
    assert page.endswith("There is more than fits here: see report.html.\n")


def test_annotations_point_at_the_student_s_files():
    found = workflow.commands(sanitize(MINA)).splitlines()
    places = [re.match(r"::error file=([^,]*),line=([^,]*),title=([^,:]*)::", row).groups() for row in found]
    assert places == [
        ("student/gpt_v1.py", "1", "TODO 1. A bigram table"),
        ("student/head_v2.py", "4", "TODO 3. Averaging as a matrix product"),
        ("student/gpt_v3.py", "1", "TODO 6. Positional encodings"),
        ("student/block_v2.py", "27", "TODO 8. Feed-forward%2C residual connections"),
    ]


def test_annotations_are_ten_at_most_and_say_all_of_a_message():
    found = workflow.commands(sanitize(HOSTILE)).splitlines()
    assert len(found) == 10
    said = [row.split("::", 2)[2].replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%") for row in found]
    first = [rung.first_unmet for rung in sanitize(HOSTILE).results.rungs]
    assert said == [f"{claim.sentence}\n\n{claim.said}" for claim in first]
    assert workflow.commands(sanitize(DONE)) == ""
    assert workflow.commands(sanitize(UNREADABLE)) == f"::error::Nothing could be graded: {UNREADABLE.problem}\n"

"""Grades to write reports of. mina.json is what a real run found of six mistakes in one folder."""

import json
from dataclasses import replace
from pathlib import Path

from harness.grading.grade import Grade, Isolation
from harness.tell.results import Claim, Results
from spec.ladder import LADDER

OUT_OF = sum(todo.points for todo in LADDER)
SECRET = "only for the staff"
RUNNER = {
    "CLASSROOM": "deep-learning",
    "ASSIGNMENT": "nanogpt",
    "ASSIGNMENT_TYPE": "individual",
    "OWNER": "mina",
    "SUBMISSION_TAG": "submit/2026-10-01T09-30-00Z-a1b2c3d",
    "COMMIT_URL": "https://github.invalid/c",
    "RELEASE_URL": "https://github.invalid/r",
    "REVIEW_URL": "https://github.invalid/v",
}


def _recorded():
    known = json.loads(Path(__file__).with_name("mina.json").read_text(encoding="utf-8"))
    return Grade(
        submission=known["submission"],
        results=Results.of([*map(Claim.read, known["claims"])]),
        isolation=Isolation(**{key: v if key == "level" else tuple(v) for key, v in known["isolation"].items()}),
        seed=known["seed"],
        notes=tuple(known["notes"]),
        printed=SECRET,
        seconds=known["seconds"],
    )


def claims_of(grade):
    return [claim for rung in grade.results.rungs for claim in rung.claims]


MINA = _recorded()
DONE = replace(
    MINA,
    results=Results.of(
        [
            replace(claim, verdict="held", waits_for=(), message="", slip="", mistake="", hint="")
            for claim in claims_of(MINA)
        ]
    ),
    speedup=9.87,
)
PARTIAL = replace(MINA, results=Results.of([claim for claim in claims_of(MINA) if claim.todo <= 6]), complete=False)
UNREADABLE = replace(DONE, problem="the archive holds 100003 entries, more than 1000", notes=())

HOSTILE_TEXTS = (
    "<script>document.title = 'owned'</script><img src=https://evil.invalid/x onerror=alert(1)>",
    "</pre></script></style><svg onload=alert(1)><a href=javascript:alert(1)>here</a>",
    "::error::owned\n  ::stop-commands::token\n\t::add-mask::0\r::set-output name=x::y\n##[error]owned\n%0A::error::x",
    "a ` <i>owned</i> [here](https://evil.invalid) ` b",
    "]]> <!-- &lt; &#0; --> <!DOCTYPE x> </failure></testcase></testsuites>",
    "```\n````` \n~~~\n# owned\n[here](https://evil.invalid) ![x](https://evil.invalid/x) @everyone | a | b |\n> quote",
    "\x1b[31mred\x1b]52;c;b3duZWQ=\x07\x1b]8;;https://evil.invalid\x07link\x00\x08\x7f\x85\x9b2J",
    "\u202eevil\u2066\u2069\u200b\u200d\ufeff\u2028\u2029\u3164\u115f\u2800\U000e0041\ufe0f",
    "\ud800 lone \udfff",
    "o" + "\u0301\u0335" * 300,
    "=cmd|' /C calc'!A0,\"\n\"",
    "x" * 5_000_000,
    "`" * 5_000,
)


def _broken(claim, message):
    claim = replace(claim, verdict="broken", waits_for=(), slip="", mistake="", hint="")
    return replace(claim, message=message, replay=message, code=message)


HOSTILE = replace(
    MINA,
    submission="=HYPERLINK(0)\u202e<b>`\n::error::owned\ud800",
    results=Results.of(
        [_broken(claim, HOSTILE_TEXTS[i % len(HOSTILE_TEXTS)]) for i, claim in enumerate(claims_of(MINA))]
    ),
    notes=HOSTILE_TEXTS * 100,
    printed="\n".join(HOSTILE_TEXTS),
)

"""report.html: the page for a student and a lecturer. It needs no network, and is readable without its script."""

from __future__ import annotations

from pathlib import Path

from harness.grading.reports import words
from harness.grading.reports.figures import bars, ladder, strip
from harness.grading.reports.html import content_policy, templates
from harness.grading.reports.sanitized import Sanitized
from harness.language.speech import language, say
from harness.tell.board import title

TEMPLATES = Path(__file__).parent / "templates"
PAGES = templates(TEMPLATES)
PAGES.globals |= {"say": say, "title": title, "verdict": words.verdict}
GLYPHS = {"done": "✓", "held": "✓", "failing": "✗", "broken": "✗", "blocked": "‖", "not started": "○", "not run": "·"}


def page(grade: Sanitized) -> str:
    """The whole page. Its policy lets nothing load and nothing run but the style and the script that are part of it."""
    style, script = ((TEMPLATES / name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    rungs = grade.results.rungs
    return PAGES.get_template("report.html.jinja").render(
        grade=grade,
        language=language(),
        rungs=rungs,
        claims=[claim for rung in rungs for claim in rung.claims],
        broken=[claim for rung in rungs for claim in words.broken(rung)],
        words=words,
        glyphs=GLYPHS,
        ladder=ladder(rungs, grade.policy),
        strip=strip,
        bars=bars(rungs),
        style=style,
        script=script,
        policy=content_policy(style, script),
    )

"""The files that are new with a TODO."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from harness.course import course
from harness.kit.skeleton import opened
from harness.new.rung import Rung


def files(rung: Rung) -> Mapping[Path, str]:
    """Each with its text, all of one stem but for the claims."""
    answers, root = course().answers, course().root
    answer = rung.filled("answer.py")
    return {
        answers / f"{rung.stem}.py": answer,
        answers / "slips" / f"{rung.stem}.toml": rung.filled("slips.toml"),
        answers / "alternates" / f"{rung.stem}.toml": rung.filled("alternates.toml"),
        course().home / "hints" / f"{rung.stem}.toml": rung.filled("hints.toml"),
        root / "student" / f"{rung.stem}.py": opened(answer),
        root / "tests" / f"test_{rung.number}.py": rung.filled("test.py"),
    }

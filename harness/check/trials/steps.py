"""Each step that the course's words name is one of the answer's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.check.finding import Finding, line_of
from harness.course import Todo, course
from harness.judge.locating import forward_passes
from harness.run.in_process import InProcess


def findings(todo: Todo) -> Iterator[Finding]:
    answers, words = InProcess(course().answers), course().home / "words.py"
    for name in todo.classes:
        named = course().words.steps.get(name, {})
        if not named:
            continue
        passes = [
            known
            for impl in (answers, answers.over(course().replaceable))
            for known in forward_passes(course().probes.telling({name}), impl)
        ]
        made = {step.name for right in passes for step in right.steps}
        for step, called in named.items():
            if called not in made:
                what = f'{name}: its forward pass makes no step "{step}"'
                yield Finding(words, line_of(words, re.escape(f'"{step}":')), what, "name a step that the answer makes")

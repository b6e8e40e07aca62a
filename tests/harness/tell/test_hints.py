"""The hints: each claim and each open method has one, in three steps, about its own class, and none is the answer."""

import ast
import re
from fnmatch import fnmatchcase
from pathlib import Path

from faults import assert_faultless

from harness.tell.hints import hint_for, hints
from spec.ladder import LADDER

ROOT = Path(__file__).parents[3]
CLAIMS = {
    name: f"tests/test_{todo.number}.py, {name}"
    for todo in LADDER
    for name in re.findall(
        r"^def (test_\w+)", (ROOT / "tests" / f"test_{todo.number}.py").read_text(encoding="utf-8"), re.MULTILINE
    )
}
METHODS = {
    method: f"student/{path.name}, {method}"
    for path in sorted((ROOT / "student").glob("*.py"))
    for method in re.findall(r'"TODO \d+: ([\w.]+)"', path.read_text(encoding="utf-8"))
}
TOPICS = {place: topic for topic, place in (CLAIMS | METHODS).items()}
OF_ANOTHER_CLASS = {  # than the one that their names begin with
    "test_layer_norm_keeps_the_gradient_from_growing": "BlockVer3",
    "test_multi_head_ver_1_and_multi_head_ver_2_are_logically_equal": "MultiHeadVer2",
}


def class_of(claim):
    """The class that a claim is about; None where its name tells of none."""
    for name in sorted({method.split(".")[0] for method in METHODS}):
        words = "_".join(re.findall(r"GPT|[A-Z][a-z]+|\d+", name)).lower()
        if claim.startswith(f"test_{words}_"):
            return OF_ANOTHER_CLASS.get(claim, name)
    return None


def faults_of_topic(topic):
    hint = hint_for(topic)
    if hint is None:
        yield "there is no hint about it in spec/hints"
        return
    methods = [pattern for pattern in hint.about if "." in pattern]
    own = [method for method in METHODS if method.startswith(f"{class_of(topic)}.")]
    if own and methods and not any(fnmatchcase(method, pattern) for method in own for pattern in methods):
        yield f"its hint, {hint.name}, is about {', '.join(methods)}, and it is about {class_of(topic)}"


def test_each_claim_and_each_open_method_has_a_hint_that_is_about_its_class():
    assert_faultless(TOPICS, faults_of_topic)


def lines_of_the_answers():
    """Those of the bodies, without comments."""
    for path in (ROOT / "reference").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield from (ast.unparse(line) for line in node.body if not isinstance(line, ast.Expr))


SHOWN = {line for line in lines_of_the_answers() if len(line) > 12}


def faults_of_hint(hint):
    if len(hint.steps) != 3:
        yield f"it has {len(hint.steps)} steps, expected 3"
    yield from (f"this is no sentence: {step}" for step in hint.steps if not re.fullmatch(r"[A-Za-z].*[.?]", step))
    reached = [topic for topic in TOPICS.values() if hint_for(topic) is hint]
    for pattern in hint.about:
        if not any(fnmatchcase(topic, pattern) for topic in reached):
            yield f"{pattern} fits nothing that no hint before it is about"
    yield from (f"it gives the answer away: {line}" for line in SHOWN if line in "\n".join(hint.steps))


def test_each_hint_has_three_steps_in_sentences_is_reached_and_holds_no_line_of_the_answers():
    assert_faultless({f"spec/hints, {hint.name}": hint for hint in hints()}, faults_of_hint)

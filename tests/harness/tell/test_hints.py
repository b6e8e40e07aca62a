"""The hint of each claim is about its own class. `check` says what else a hint must be."""

import re
from fnmatch import fnmatchcase

from faults import assert_faultless

from harness.check.scope import Scope
from harness.check.texts.hints import topics
from harness.tell.hints import hint_for

TOPICS = {f"{topic.file.name}, {topic.name}": topic.name for topic in topics(Scope.of())}
METHODS = [name for name in TOPICS.values() if "." in name]
OF_ANOTHER_CLASS = {  # than the one that their names begin with
    "test_layer_norm_keeps_the_gradient_from_growing": "BlockVer3",
    "test_multi_head_ver_1_and_multi_head_ver_2_are_logically_equal": "MultiHeadVer2",
}


def class_of(claim):
    """The class that a claim is about; None where its name tells of none."""
    for name in sorted({method.split(".")[0] for method in METHODS}):
        words = "_".join(re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|\d+", name)).lower()
        if claim.startswith(f"test_{words}_"):
            return OF_ANOTHER_CLASS.get(claim, name)
    return None


def faults_of_topic(topic):
    hint = hint_for(topic)
    methods = [pattern for pattern in hint.about if "." in pattern]
    own = [method for method in METHODS if method.startswith(f"{class_of(topic)}.")]
    if own and methods and not any(fnmatchcase(method, pattern) for method in own for pattern in methods):
        yield f"its hint, {hint.name}, is about {', '.join(methods)}, and it is about {class_of(topic)}"


def test_the_hint_of_a_claim_or_an_open_method_is_about_its_class():
    assert_faultless(TOPICS, faults_of_topic)

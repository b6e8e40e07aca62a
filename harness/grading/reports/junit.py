"""junit.xml: a suite a TODO, a case a claim."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from harness.course import course
from harness.grading.reports import words
from harness.grading.reports.sanitized import Sanitized
from harness.tell.results import Claim, Rung


def suites(grade: Sanitized) -> str:
    """The whole file. A TODO that was not graded is one skipped case, a submission that could not be is one error."""
    root = Element("testsuites", name=course().title)
    for rung in grade.results.rungs:
        _suite(root, grade, rung)
    if grade.problem:
        suite = SubElement(root, "testsuite", name="The submission")
        SubElement(_case(suite, "The submission", "test_it_can_be_graded", 0), "error", message=grade.problem)
    for element in (*root, root):
        _count(element)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True).decode() + "\n"


def _suite(root: Element, grade: Sanitized, rung: Rung) -> None:
    name = f"TODO {rung.todo.number}. {rung.todo.title}"
    state = words.state_for_machines(grade, rung)
    suite = SubElement(root, "testsuite", name=name)
    properties = SubElement(suite, "properties")
    told = {"points": grade.policy.earned(rung), "out of": grade.policy.worth(rung.todo), "state": state}
    for key, value in (told | {"policy": " ".join(words.policy(grade))}).items():
        SubElement(properties, "property", name=key, value=str(value))
    for claim in rung.claims:
        _claim(_case(suite, name, claim.name, claim.seconds), claim)
    if not rung.claims:
        SubElement(_case(suite, name, f"test_{rung.todo.number}", 0), "skipped", message=state)


def _case(suite: Element, suite_name: str, name: str, seconds: float) -> Element:
    return SubElement(suite, "testcase", classname=suite_name, name=name, time=f"{seconds:.3f}")


def _claim(case: Element, claim: Claim) -> None:
    if claim.verdict != "held":
        failure = SubElement(case, "failure", type=claim.verdict, message=claim.sentence)
        failure.text = words.output(claim)


def _count(element: Element) -> None:
    cases = list(element.iter("testcase"))
    element.set("tests", str(len(cases)))
    for attribute, tag in {"failures": "failure", "errors": "error", "skipped": "skipped"}.items():
        if attribute == "skipped" and element.tag == "testsuites":
            continue  # Jenkins' schema, junit-10.xsd, has it on a suite alone
        element.set(attribute, str(len(list(element.iter(tag)))))
    element.set("time", f"{sum(float(case.attrib['time']) for case in cases):.3f}")

"""What every class of the course is held to, whatever it computes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from harness.case import Case, Entry, Implementation
from harness.compare.close import assert_close
from harness.course import shapes


def assert_built_as_promised(impl: Implementation, case: Case) -> None:
    """The state dict has the interface's names, shapes and trained tensors; a first call runs."""
    outcome = impl(replace(case.forward_only, weights={}, inspected=True))
    assert outcome.replies
    promised = {name: Entry("parameter", shape, "float32", True) for name, shape in shapes(case.build).items()}
    assert outcome.state == promised, f"the state dict holds {_listed(outcome.state)}, expected {_listed(promised)}"


def assert_leaves_no_trace(impl: Implementation, case: Case) -> None:
    """A call changes nothing, and a second one gives the same."""
    first, second = impl(case.calling(case.call, case.call).forward_only).replies
    assert not first.altered, f"{case.call.method} changed {' and '.join(first.altered)}"
    assert_close(second.output, first.output, "the output of a second call, compared with that of the first")


def _listed(state: Mapping[str, Entry]) -> str:
    return ", ".join(f"{name} {entry.shape}" for name, entry in state.items()) or "nothing"

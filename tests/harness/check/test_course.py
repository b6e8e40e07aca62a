"""Nothing is missing or wrong in the texts of this course: `check` finds nothing in the first seconds."""

import pytest

from harness.check.everything import TEXTS
from harness.check.scope import Scope
from harness.check.texts import contract
from harness.course import course


@pytest.mark.parametrize("findings", (contract.findings, *TEXTS), ids=lambda findings: findings.__module__)
def test_nothing_is_missing_or_wrong(findings):
    assert [found.told(course().root) for found in findings(Scope.of())] == []

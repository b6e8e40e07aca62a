"""Nothing is missing or wrong in the texts of this course: `check` finds nothing in the first seconds.

tests/harness/translate looks at the translations.
"""

import pytest

from harness.check.everything import TEXTS
from harness.check.scope import Scope
from harness.check.texts import contract, translations
from harness.course import course

IN_ENGLISH = [look for look in (contract.findings, *TEXTS) if look is not translations.findings]


@pytest.mark.parametrize("findings", IN_ENGLISH, ids=lambda findings: findings.__module__)
def test_nothing_is_missing_or_wrong(findings):
    assert [found.told(course().root) for found in findings(Scope.of())] == []

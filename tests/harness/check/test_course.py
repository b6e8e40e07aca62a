"""Nothing is missing or wrong in the texts of this course: `check` finds nothing in the first seconds.

tests/harness/translate looks at the translations.
"""

import pytest

from harness.check.everything import TEXTS
from harness.check.scope import Scope
from harness.check.texts import contract, mutants, translations
from harness.course import course

IN_ENGLISH = [look for look in (contract.findings, *TEXTS) if look is not translations.findings]
MARKS = {mutants.findings: [pytest.mark.whole]}  # it makes each mutant of each answer
LOOKS = [pytest.param(look, marks=MARKS.get(look, []), id=look.__module__) for look in IN_ENGLISH]


@pytest.mark.parametrize("findings", LOOKS)
def test_nothing_is_missing_or_wrong(findings):
    assert [found.told(course().root) for found in findings(Scope.of())] == []

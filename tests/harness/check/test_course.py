"""Nothing is missing or wrong in the texts of this course: `check` finds nothing in the first seconds.

tests/harness/translate looks at the translations.
"""

import pytest

from harness.check.everything import TEXTS
from harness.check.scope import Scope
from harness.check.texts import contract, mutants, translations
from harness.course import course

QUICK = [look for look in (contract.findings, *TEXTS) if look not in (mutants.findings, translations.findings)]


@pytest.mark.parametrize("findings", QUICK, ids=lambda findings: findings.__module__)
def test_nothing_is_missing_or_wrong(findings):
    assert [found.told(course().root) for found in findings(Scope.of())] == []


@pytest.mark.whole
def test_each_reason_of_a_mutant_is_of_one_that_there_is():
    test_nothing_is_missing_or_wrong(mutants.findings)

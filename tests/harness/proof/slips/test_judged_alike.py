"""In each language a slip has the same verdicts and the same name."""

from random import SystemRandom

from harness.language.speech import language
from harness.proof.claims import Proof
from harness.proof.slips import languages
from harness.proof.slips.plan import chosen

SOME = 10


def judged(bank):
    return [*languages.spoken(Proof.replaying(0, long=False), bank, ("en", "ko"), seed=0, processes=1)]


def test_ten_slips_of_a_course_are_judged_alike_in_both_languages(toy):
    """Which ones is left to chance; each of them is named."""
    found = judged(SystemRandom().sample(chosen(""), SOME))
    assert len(found) == SOME
    assert [complaint for one in found for complaint in one.complaints] == []
    assert all(one.named for one in found)


def test_a_name_that_is_lost_in_a_language_is_told(toy, monkeypatch):
    """The complaint says which claim, which fact, and what it is in each."""
    judge = languages.judge

    def forgets(check, impl, todo, names, shrinking):
        return judge(check, impl, todo, names if language() == "en" else None, shrinking)

    monkeypatch.setattr(languages, "judge", forgets)
    (one,) = judged(chosen("")[:1])
    assert not one.named
    assert any("slip is " in complaint and "in en, and '' in ko" in complaint for complaint in one.complaints)

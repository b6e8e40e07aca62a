"""In two languages the same is found, and other words are said; the proof of languages tries more slips."""

from dataclasses import fields

import pytest
from screen import ROOT

from harness.draw.recorder import Recorder
from harness.draw.suite import claims
from harness.judge.judge import judge
from harness.judge.naming import Bank
from harness.judge.slips import slips
from harness.language.speech import speaking
from harness.proof.slips.languages import WORDS
from harness.run.in_process import InProcess


def told_of(root, slip, language):
    """What is kept of the first claims of its TODO, in a language."""
    answers = root / "reference"
    known = claims(root / "tests", InProcess(answers))[slip.todo.number]
    bank = Bank(answers)
    with speaking(language):
        found = []
        for claim in [claim for claim in known if claim.compares][:2]:
            judgement = judge(claim.check, Recorder(slip.over(answers)), slip.todo, bank, shrinking=0.0)
            found.append(judgement.told(claim.name, claim.check.claim.__doc__, 0.0, "0", "pytest", len(known)))
    return found


def assert_same_but_for_words(one, other):
    """Field by field: verdicts, names by key, and what blocks what."""
    facts = [field.name for field in fields(one) if field.name not in WORDS]
    assert {name: getattr(one, name) for name in facts} == {name: getattr(other, name) for name in facts}


@pytest.mark.parametrize("name", ["keepdim_missing", "squeezed"])
def test_a_slip_is_named_alike_in_both(name):
    """The name by its key is the same; title, mistake and hint are in the reader's language."""
    of_the_class = (slip for slip in slips(ROOT / "reference/slips") if slip.class_name == "HeadVer2")
    slip = next(slip for slip in of_the_class if slip.name == name)
    (english, *_), (korean, *_) = told_of(ROOT, slip, "en"), told_of(ROOT, slip, "ko")
    assert_same_but_for_words(english, korean)
    assert english.slip == korean.slip == slip.title
    assert (english.called, english.mistake, english.hint) == (slip.title, slip.mistake, slip.hint)
    assert all(has_hangul(text) for text in (korean.called, korean.mistake, korean.hint, korean.sentence))


def has_hangul(text):
    return any("가" <= letter <= "힣" for letter in text)

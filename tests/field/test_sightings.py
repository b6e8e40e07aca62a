"""The bank of sightings: each record is a file of a student, and says what is wrong in it."""

import ast
import re

import pytest

from harness.course import course
from harness.load.files import files_of
from tests.field.sightings import read, sightings

MOST_WORDS = 20
SIGHTINGS = sightings()


@pytest.mark.parametrize("sighting", SIGHTINGS, ids=lambda sighting: sighting.title)
def test_a_sighting_is_python_that_differs_from_the_answer(sighting):
    """A sighting parses, and is other code than the answer."""
    answer = files_of(course().answers).sources[sighting.file]
    assert ast.dump(ast.parse(sighting.text(answer))) != ast.dump(ast.parse(answer))


@pytest.mark.parametrize("sighting", SIGHTINGS, ids=lambda sighting: sighting.title)
def test_a_truth_is_plain(sighting):
    """The truth of a sighting is a short sentence, and its source is given."""
    words = [word for word in sighting.truth.split() if re.search(r"\w", word)]
    assert len(words) <= MOST_WORDS
    assert not re.match(r"(What|Those|Whose)\b", sighting.truth)
    assert sighting.source


@pytest.mark.parametrize("fields", [{"step": "magic", "file": "x"}, {"step": "mask"}])
def test_a_record_that_is_no_sighting_is_refused(fields):
    """A record needs a step that is known, and a file or edits."""
    with pytest.raises(ValueError, match="HeadVer4, odd"):
        read("HeadVer4", "odd", {"source": "", "truth": "", **fields})

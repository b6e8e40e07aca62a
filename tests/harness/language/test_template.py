"""A sentence that was filled in is found again by its template."""

from harness.language.template import Template, filled


def test_what_stands_in_each_place_is_found():
    """Filling in and finding undo each other."""
    template = Template("{name} has shape {shape}, expected {shape_2}")
    places = {"name": "the output", "shape": "(2, 3)", "shape_2": "(3, 2)"}
    assert template.found(filled(template.text, places)) == places


def test_another_sentence_is_not_taken_for_it():
    """A text that begins, ends or goes on otherwise is none of this template."""
    template = Template("{name} is not trained")
    assert template.found("w is trained") is None
    assert template.found(" is not trained") is None
    assert template.found("w is not trained: its requires_grad is False") is None


def test_a_colon_ends_a_thing():
    """A place but the last holds no label of another sentence."""
    template = Template("{number} of {all} entries differ; {how}")
    assert template.found("the output: 2 of 4 entries differ; a: b") is None
    assert template.found("2 of 4 entries differ; a: b") == {"number": "2", "all": "4", "how": "a: b"}


def test_a_place_that_nobody_knows_stays():
    """Braces of code are left as they are."""
    assert filled("{x} and {y}, {}", {"x": 1}) == "1 and {y}, {}"


def test_a_range_is_not_found_in_a_sentence():
    """A template without words takes no label for the end of a range."""
    assert Template("{first} to {last}").found("7 to 10") == {"first": "7", "last": "10"}
    assert Template("{first} to {last}").found("the output up to position 0: 2 of 2 entries differ") is None

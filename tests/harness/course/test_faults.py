"""All faults of a bank are listed by one failure."""

import pytest
from faults import assert_faultless


def halves(number):
    if number % 2:
        yield "it is odd"
    if 12 % number:
        yield "it does not divide 12"


def test_each_fault_of_each_record_is_listed_with_its_place():
    with pytest.raises(AssertionError) as raised:
        assert_faultless({"a": 2, "b": 5, "c": 0, "d": 8}, halves)
    assert str(raised.value).splitlines() == [
        "4 faults:",
        "b: it is odd",
        "b: it does not divide 12",
        "c: ZeroDivisionError: integer modulo by zero",
        "d: it does not divide 12",
    ]


def test_no_faults_are_no_failure_and_no_records_are_one():
    assert_faultless({"a": 2, "b": 4}, halves)
    with pytest.raises(AssertionError, match="there is no record"):
        assert_faultless({}, halves)

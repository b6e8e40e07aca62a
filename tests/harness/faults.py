"""All faults of a bank at once: a record that cannot be looked at is one of them, and hides no other."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

Record = TypeVar("Record")


def assert_faultless(records: Mapping[str, Record], faults_of: Callable[[Record], Iterable[str]]) -> None:
    """records: by where each is found. faults_of: what is wrong with one, a sentence each."""
    assert records, "there is no record to look at"
    found = [f"{place}: {fault}" for place, record in records.items() for fault in told(record, faults_of)]
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)


def told(record: Record, faults_of: Callable[[Record], Iterable[str]]) -> Iterator[str]:
    try:
        yield from faults_of(record)
    except Exception as error:
        yield f"{type(error).__name__}: {error}"

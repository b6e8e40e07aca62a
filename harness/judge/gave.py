"""A digest of what an implementation gave where a claim breaks: equal mistakes give the same, whoever made them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

import torch
from torch import Tensor

from harness.case import CannotRun, Error, NeverRuns, Outcome
from harness.compare.close import Different
from harness.draw.example import Example, Failure

FEW = 8  # examples
DIGITS = 3  # rounding differs from machine to machine in the seventh
OWN_WORDS = re.compile(r"'[^']*'|\"[^\"]*\"|[\d.]+")  # names that a student chose, and sizes that were drawn


def gave(failure: Failure, examples: Sequence[Example]) -> str:
    """The digest. examples: some that every implementation is asked, which tell more than the smallest one."""
    exception = failure.exception
    if isinstance(exception, (CannotRun, NeverRuns)):
        return _digest(_of_error(exception.error))
    if isinstance(exception, Different):
        return _digest(_of_examples(exception.what, examples[:FEW]))
    return _digest([OWN_WORDS.sub("", str(exception))])


def _of_error(error: Error) -> Iterator[str]:
    yield error.kinds[0]
    yield OWN_WORDS.sub("", error.message)


def _of_examples(what: str, examples: Iterable[Example]) -> Iterator[str]:
    yield what
    for example in examples:
        for outcome in example.outcomes:
            yield from _of_error(outcome.error) if outcome.error else _of_outcome(outcome)


def _of_outcome(outcome: Outcome) -> Iterator[str]:
    for tensor in outcome.tensors:
        yield f"{tuple(tensor.shape)} {_rounded(tensor)}"


def _rounded(tensor: Tensor) -> str:
    """Two numbers of a tensor, which hardly change with the order in which it was computed."""
    plain = torch.view_as_real(tensor) if tensor.is_complex() else tensor
    numbers = torch.nan_to_num(plain.detach().flatten().double(), nan=1e3, posinf=1e6, neginf=-1e6)
    size = float(numbers.abs().sum())
    leaning = float((numbers * torch.linspace(1, 2, len(numbers), dtype=torch.double)).sum())
    return f"{size:.{DIGITS}g} {round(leaning / size, DIGITS) + 0.0 if size else 0.0}"


def _digest(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode(errors="replace")).hexdigest()[:16]

"""The names that a course promises, by which a remedy tells one mistake from another."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from torch import nn

from harness.case import Build, Case, Error
from harness.course import Contract, course
from harness.language.lists import all_of


def names(error: Error, case: Case, owner: str) -> Mapping[str, Mapping[str, str]]:
    """The names of each kind, each with what is told of it. owner: the class that the error's message speaks of."""
    contracts = course().contracts
    here = error.frames[-1].file.removesuffix(".py") if error.frames else ""
    of_the_file = (contract for contract in contracts.values() if contract.file == here)
    contract = contracts.get(owner) or next(of_the_file, course().contract(case.build))
    return {
        "sizes": {name: str(size) for name, size in sizes(case).items()},
        "classes": {name: promised.file for name, promised in contracts.items()},
        "elsewhere": {name: promised.file for name, promised in contracts.items() if promised.file != here},
        "files": {file: _classes(file) for file in course().files},
        "layers": {name: name for name in vars(nn) if not name.startswith("_")},
        "arguments": {name: name for name in contract.arguments},
        "methods": {name: method.arguments for name, method in contract.methods.items()},
        "parts": {name: name for name in (*_parts(contract, case.build), *course().buffers)},
    }


def sizes(case: Case) -> dict[str, int]:
    """Those of a case, by letter, letters first; none where the case has no input."""
    with suppress(Exception):
        found = {name: size for name, size in course().words.sizes(case).items() if type(size) is int}
        return dict(sorted(found.items(), key=lambda named: len(named[0])))
    return {}


def _classes(file: str) -> str:
    return all_of([name for name, contract in course().contracts.items() if contract.file == file])


def _parts(contract: Contract, build: Build) -> tuple[str, ...]:
    """What a module keeps under a name of the interface: its layers and parameters."""
    for args in (build.args, dict.fromkeys(contract.arguments, 1)):
        with suppress(Exception):
            return tuple(dict.fromkeys(name.partition(".")[0] for name in contract.parameters(**args)))
    return ()

"""How a class of the course is to be called, beside how an implementation's class takes it."""

from __future__ import annotations

import inspect
import re
import sys

from torch import nn

from spec.case import Error
from spec.failure import printable
from spec.interface import INTERFACE
from spec.package import Package

REFUSED = re.compile(r"(\w{1,80})\.(\w{1,80})\(\) (?:got|missing|takes) ")  # Python's words for wrong arguments
BUILDING = ("construction", "loading weights")
LONGEST = 200  # characters


def signatures(error: Error, build: str, package: Package) -> str:
    """A sentence on an error that has to do with arguments; empty for any other. build: the class that was built."""
    refused = REFUSED.match(error.message) if "TypeError" in error.kinds else None
    name, method = refused.groups() if refused else (build, "__init__")
    if name not in INTERFACE or not (refused or error.stage in BUILDING):
        return ""
    expected, own = _expected(name, method), _own(name, method, package)
    if expected is None or own is None or (not refused and _names(expected) == _names(own)):
        return ""
    call = name if method == "__init__" else f"{name}.{method}"
    yours = "" if own == expected else f"; yours is {call}({printable(', '.join(own), LONGEST)})"
    return f": {call}({', '.join(expected)}) is expected{yours}"


def _expected(name: str, method: str) -> list[str] | None:
    contract = INTERFACE[name]
    if method == "__init__":
        return list(contract.arguments)
    return contract.methods[method].split(", ") if method in contract.methods else None


def _own(name: str, method: str, package: Package) -> list[str] | None:
    """The arguments that it takes; None where these can't be found out."""
    try:
        cls = getattr(sys.modules[f"{package.name}.{INTERFACE[name].file}"], name)
        function = getattr(cls, method)
        if function is nn.Module.__init__:
            return []
        taken = inspect.signature(function)
        bare = [each.replace(annotation=inspect.Parameter.empty) for each in taken.parameters.values()]
        found = str(taken.replace(parameters=bare, return_annotation=inspect.Signature.empty))[1:-1].split(", ")
    except Exception:
        return None
    return list(filter(None, found[1:] if method == "__init__" and found[0] == "self" else found))


def _names(arguments: list[str]) -> list[str]:
    return [argument.partition("=")[0] for argument in arguments]

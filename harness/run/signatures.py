"""How a class of the course is to be called, beside how an implementation's class takes it."""

from __future__ import annotations

import inspect
import re
import sys
from difflib import get_close_matches

from torch import nn

from harness.case import Error
from harness.course import course
from harness.load.package import Package
from harness.run.errors import printable

REFUSED = re.compile(r"(\w{1,80})\.(\w{1,80})\(\) (?:got|missing|takes) ")  # Python's words for wrong arguments
MISSING = re.compile(
    r"(?:type object |)'(?P<name>\w{1,80})'(?: object|) has no attribute '(?P<method>\w{1,80})'$"
    r"|Module \[(?P<module>\w{1,80})\] is missing the required \"forward\" function$|_forward_unimplemented\(\) got "
)  # Python's words, and torch's
ALIKE = 0.6  # difflib's ratio: foward is as near to forward as 0.92
BUILDING = ("construction", "loading weights")
LONGEST = 200  # characters


def with_signatures(error: Error, build: str, package: Package) -> str:
    """The message of an error, and what is expected where it has to do with a method's arguments or its name.

    build: the class that was built.
    """
    if missing := MISSING.match(error.message):
        name, method = missing["name"] or missing["module"] or build, missing["method"] or "forward"
        return _misnamed(error.message, name, method, package)
    refused = REFUSED.match(error.message) if "TypeError" in error.kinds else None
    name, method = refused.groups() if refused else (build, "__init__")
    if name not in course().contracts or not (refused or error.stage in BUILDING):
        return error.message
    expected, own = _expected(name, method), _own(name, method, package)
    if expected is None or own is None or (not refused and _names(expected) == _names(own)):
        return error.message
    called = name if method == "__init__" else f"{name}.{method}"
    call, yours = f"{called}({', '.join(expected)})", f"{called}({printable(', '.join(own), LONGEST)})"
    if own == expected:
        return f"{error.message}: {call} is expected"
    return f"{error.message}: {call} is expected; yours is {yours}"


def _misnamed(said: str, name: str, method: str, package: Package) -> str:
    """What was said, and what a method is expected to be called, beside what it may be called."""
    expected = _expected(name, method) if name in course().contracts else None
    if expected is None or method == "__init__":
        return said
    near = get_close_matches(method, _methods(name, package), 1, ALIKE)
    call = f"{name}.{method}({', '.join(expected)})"
    return f"{said}: {call} is expected; yours is called {near[0]}" if near else f"{said}: {call} is expected"


def _methods(name: str, package: Package) -> list[str]:
    own = vars(getattr(sys.modules.get(f"{package.name}.{course().contracts[name].file}"), name, object))
    return [key for key, value in own.items() if callable(value) and key.isidentifier()]


def _expected(name: str, method: str) -> list[str] | None:
    contract = course().contracts[name]
    if method == "__init__":
        return list(contract.arguments)
    return contract.methods[method].arguments.split(", ") if method in contract.methods else None


def _own(name: str, method: str, package: Package) -> list[str] | None:
    """The arguments that it takes; None where these can't be found out."""
    try:
        cls = getattr(sys.modules[f"{package.name}.{course().contracts[name].file}"], name)
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

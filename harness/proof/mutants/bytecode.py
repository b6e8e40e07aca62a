"""Whether Python makes the same of two sources."""

from __future__ import annotations

from types import CodeType
from typing import Any


def bytecode(source: str) -> Any:
    """All that runs, without lines and docstrings. Raises SyntaxError."""
    return _runs(compile(source, "", "exec", dont_inherit=True, optimize=2))


def _runs(code: CodeType) -> Any:
    constants = tuple(_runs(one) if isinstance(one, CodeType) else (type(one), repr(one)) for one in code.co_consts)
    names = code.co_name, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars
    return code.co_argcount, code.co_kwonlyargcount, names, constants, code.co_code, code.co_exceptiontable

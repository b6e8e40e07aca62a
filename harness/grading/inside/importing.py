"""What a worker can import, as if nothing else were installed."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

SYSTEM = "_sysconfigdata_"  # Python's own library too, though sys.stdlib_module_names leaves it out


class OnlyThese:
    """Finds no module itself; for a package that a worker may not read, says that there is none."""

    def __init__(self, packages: Collection[str]) -> None:
        self.known = {*packages, *sys.stdlib_module_names, *(name.partition(".")[0] for name in sys.modules)}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        top = fullname.partition(".")[0]
        if path is None and top not in self.known and not top.startswith(SYSTEM):
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        return None

"""The files of one implementation, imported as one package that no other package can see."""

from __future__ import annotations

import importlib
import importlib.util
import linecache
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from itertools import count
from pathlib import Path
from types import CodeType, ModuleType

from torch import nn

from harness.course import course
from harness.limits.time_limit import CpuTimeUp
from harness.load.files import Files, files_of
from harness.load.importing import builtins_for
from harness.load.misnamed import nearest, with_the_nearest
from harness.load.stand_ins import find_stand_in

_serial = count()


class Package:
    """The classes of a folder's files.

    Its modules get names of their own, so that several folders live side by side and no name can shadow another.
    Bytecode is neither read nor written: what runs is what the files say. `replaced` names classes that are taken from
    the stand-ins instead, also where another file of the folder imports them.
    """

    def __init__(self, folder: Path, replaced: Sequence[str] = (), files: Files | None = None) -> None:
        """folder: where the files lie; or else, with `files`, where they are said to lie."""
        self.files = files_of(folder) if files is None else files
        self.folder = folder.resolve()
        self.replaced = tuple(replaced)
        self.name = f"_implementation_{next(_serial)}"
        root = ModuleType(self.name)
        root.__path__ = []
        sys.modules[self.name] = root
        _packages[self.name] = self

    def find_class(self, name: str) -> type[nn.Module]:
        """Import the file of a class and return the class.

        Raises ImportError, AttributeError or TypeError with a sentence for the student, and whatever the file raises on
        import.
        """
        file = course().contracts[name].file
        if name not in self.replaced and file not in self.files.sources and file not in self.files.refused:
            missing = f"there is no file {file}.py in {self.folder}"
            raise FileNotFoundError(with_the_nearest(missing, name, file, self.files.sources))
        module = importlib.import_module(f"{self.name}.{file}")
        if not hasattr(module, name):
            missing = f"{file}.py has no class {name}"
            raise AttributeError(with_the_nearest(missing, name, file, self.files.sources))
        found = getattr(module, name)
        if not (isinstance(found, type) and issubclass(found, nn.Module)):
            raise TypeError(f"{name} in {file}.py is not a class derived from torch.nn.Module")
        return found

    def forget(self) -> None:
        """Let go of the modules. It imports none from now on."""
        for name in [name for name in sys.modules if name == self.name or name.startswith(f"{self.name}.")]:
            del sys.modules[name]
        del _packages[self.name]

    def module_spec(self, file: str) -> ModuleSpec | None:
        """How a file is imported; None where there is none of that name. Raises ImportError where it is not read."""
        replaced = tuple(name for name in self.replaced if course().contracts[name].file == file)
        if file not in self.files.sources and not replaced:
            if file in self.files.refused:
                raise ImportError(f"{file}.py {self.files.refused[file]}")
            if near := nearest(file, self.files.sources):
                absent = f"No module named {file!r}, but there is a file {near}.py: is `from .{near} import ...` meant?"
                raise ModuleNotFoundError(absent, name=f"{self.name}.{file}")
            return None
        name, path = f"{self.name}.{file}", str(self.folder / f"{file}.py")
        loader = _Loader(name, path, replaced, self.source(file))
        return importlib.util.spec_from_file_location(name, path, loader=loader)

    def source(self, file: str) -> str:
        """What a file says; nothing where there is none."""
        return self.files.sources.get(file, "")


class _Finder(MetaPathFinder):
    """Python's import system asks here, once for all packages; it knows no other modules than theirs."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        name, _, file = fullname.rpartition(".")
        package = _packages.get(name)
        return package.module_spec(file) if package else None


_packages: dict[str, Package] = {}
sys.meta_path.insert(0, _Finder())


class _Loader(SourceFileLoader):
    def __init__(self, fullname: str, path: str, replaced: tuple[str, ...], text: str) -> None:
        super().__init__(fullname, path)
        self.replaced = replaced
        self.text = text

    def get_code(self, fullname: str) -> CodeType:
        lines = self.text.splitlines(keepends=True)
        linecache.cache[self.path] = (len(self.text), None, lines, self.path)  # for inspect, and TorchScript with it
        return self.source_to_code(self.text, self.path)

    def get_source(self, fullname: str) -> str:
        return self.text

    def get_data(self, path: str) -> bytes:
        return self.text.encode()

    def exec_module(self, module: ModuleType) -> None:
        vars(module)["__builtins__"] = builtins_for(module.__name__.rpartition(".")[0])
        try:
            super().exec_module(module)
        except (Exception, SystemExit, CpuTimeUp):
            if not self.replaced:
                raise
        for name in self.replaced:
            setattr(module, name, find_stand_in(name))

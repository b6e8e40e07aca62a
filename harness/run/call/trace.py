"""The steps of a call: what each operation gave, in turn; any of them may be put in place of another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.modules.module import register_module_forward_hook, register_module_forward_pre_hook
from torch.overrides import TorchFunctionMode

from harness.case import Step
from harness.course import course
from harness.run.call.plain import is_float, plain

MOST = 200  # steps of a call; a loop over all numbers takes more, and is not worth a look
LARGEST = 2**16  # numbers of a step; a probe asks for far fewer


class Trace(TorchFunctionMode):
    """Meanwhile each operation of a module is written down, and each call of one of its parts as a whole.

    put: by the number of a step, what it gives instead. functions: the names of those that the module itself called.
    """

    def __init__(self, module: object, put: Mapping[int, Tensor]) -> None:
        super().__init__()
        self.steps: list[Step] = []
        self.functions: set[str] = set()
        self._put, self._depth, self._hooks = put, 0, ExitStack()
        self._others = 0  # so many classes of the course, other than this one, are at work
        self._known = {*course().contracts, *course().stand_ins}
        self._root = module
        self._names = {part: name for name, part in module.named_modules()} if isinstance(module, nn.Module) else {}
        self._made: dict[int, tuple[object, int]] = {}  # by id: a tensor, and the last step that made it

    def __enter__(self) -> Trace:
        self._hooks.callback(register_module_forward_pre_hook(self._entered).remove)
        self._hooks.callback(register_module_forward_hook(self._left).remove)
        super().__enter__()  # type: ignore[no-untyped-call]
        return self

    def __exit__(self, *raised: Any) -> None:
        super().__exit__(*raised)  # type: ignore[no-untyped-call]
        self._hooks.close()

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        given = (*args, *(kwargs or {}).values())
        name = getattr(func, "__name__", "").strip("_")
        if not self._others:
            self.functions.add(name)
        returned = func(*args, **(kwargs or {}))
        if self._depth:
            return returned
        if name == "setitem":
            self._taken(name, args[0], given, in_place=True)
            return returned
        return self._each(name, returned, given, in_place=bool(args) and returned is args[0])

    def _entered(self, part: nn.Module, inputs: Any) -> None:
        self._depth += self._is_part(part)
        self._others += self._is_another(part)

    def _left(self, part: nn.Module, inputs: Any, returned: Any) -> Any:
        self._depth -= self._is_part(part)
        self._others -= self._is_another(part)
        if self._is_part(part) and not self._depth:
            with torch._C.DisableTorchFunction():
                return self._each(self._names.get(part, ""), returned, inputs, in_place=False)
        return returned

    def _is_part(self, part: nn.Module) -> bool:
        """A sequence of modules is as many parts as it has."""
        return part is not self._root and not isinstance(part, nn.Sequential)

    def _is_another(self, part: nn.Module) -> bool:
        """Whether it is another class of the course, or a stand-in, which does no work of this class's."""
        kind = type(part)
        return part is not self._root and kind.__name__ in self._known and not kind.__module__.startswith("torch.")

    def _each(self, name: str, returned: Any, given: Any, in_place: bool) -> Any:
        if type(returned) in (tuple, list):
            return type(returned)(self._taken(name, one, given, in_place) for one in returned)
        return self._taken(name, returned, given, in_place)

    def _taken(self, name: str, returned: Any, given: Any, in_place: bool) -> Any:
        if not is_float(returned) or not 0 < returned.numel() <= LARGEST or len(self.steps) >= MOST:
            return returned
        if (other := self._put.get(len(self.steps))) is not None and other.numel() == returned.numel():
            other = other.reshape(returned.shape).to(returned.dtype)
            returned = returned.copy_(other) if in_place else other.clone()
        uses = tuple(sorted({*self._uses(given)}))
        self._made[id(returned)] = returned, len(self.steps)
        self.steps.append(Step(name, plain(returned), uses))
        return returned

    def _uses(self, given: Any) -> Iterator[int]:
        for one in given:
            if isinstance(one, (tuple, list)):
                yield from self._uses(one)
            elif id(one) in self._made:
                yield self._made[id(one)][1]

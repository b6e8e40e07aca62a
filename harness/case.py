"""An implementation is a function from a case to an outcome. Both are data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from torch import Tensor

from harness.training import Trained, Training


@dataclass(frozen=True)
class Build:
    """A class by name and the arguments of its constructor: numbers, or builds of modules.

    stand_in: it is a module of the course's own, and not the implementation's class of that name.
    """

    name: str
    args: Mapping[str, Any] = field(default_factory=dict)
    by_position: bool = False
    stand_in: bool = False

    @property
    def key(self) -> tuple[str, bool]:
        """Which class it is of."""
        return self.name, self.stand_in

    @property
    def parts(self) -> tuple[Build, ...]:
        """This build, then those among its arguments, as often as they come."""
        inner = [value.parts for value in self.args.values() if isinstance(value, Build)]
        return (self, *(part for parts in inner for part in parts))


def stand_in(name: str, args: Mapping[str, Any] | None = None) -> Build:
    """A module of the course's own."""
    return Build(name, args or {}, stand_in=True)


@dataclass(frozen=True)
class Call:
    """One call of one method; its inputs are tensors and numbers. `seed` is set before a call that may draw;
    without one, the call goes on from the random state that the call before it left.

    `cotangents` holds one tensor, of the output's shape, for each output to pull back; none asks for no gradient, and
    then a forward pass runs without autograd. A `counted` call's operations are counted, and a `timed` one's CPU time.
    `weights` are loaded before the call, into the module that answered the calls before it. The steps of a `traced`
    one are kept; `put` says, by their numbers, which of them give something else.
    """

    inputs: tuple[Any, ...]
    method: str = "forward"
    options: Mapping[str, bool] = field(default_factory=dict)
    train: bool = False
    seed: int | None = None
    cotangents: tuple[Tensor | None, ...] = ()
    counted: bool = False
    timed: bool = False
    weights: Mapping[str, Tensor] = field(default_factory=dict)
    traced: bool = False
    put: tuple[tuple[int, Tensor], ...] = ()

    @property
    def with_autograd(self) -> bool:
        """Whether autograd is on: also where operations are counted, as in training."""
        return bool(self.cotangents) or self.counted

    def each(self, change: Callable[[Any], Any]) -> Call:
        """The same call, with its weights, inputs and cotangents changed."""
        weights = {name: change(weight) for name, weight in self.weights.items()}
        inputs, cotangents = tuple(map(change, self.inputs)), tuple(map(change, self.cotangents))
        return replace(self, inputs=inputs, cotangents=cotangents, weights=weights)

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        """All that it holds: weights, inputs and cotangents."""
        held = *self.weights.values(), *self.inputs, *self.cotangents, *(x for _, x in self.put)
        return tuple(x for x in held if isinstance(x, Tensor))


@dataclass(frozen=True)
class Case:
    """What to build, the weights to load, how to train it, if at all, and the calls to make, one after another.

    A weight that is not named keeps its start value. `on_class`: the class itself is called, and nothing is built.
    `inspected`: the state dict is looked at in the end.
    """

    build: Build
    weights: Mapping[str, Tensor]
    calls: tuple[Call, ...]
    on_class: bool = False
    inspected: bool = False
    training: Training | None = None

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Hypothesis writes failing examples out, with all their numbers if it may."""
        printer.text(f"<a case of {self.build.name}>")

    @property
    def call(self) -> Call:
        """The only call of a case that has one."""
        (call,) = self.calls
        return call

    @property
    def x(self) -> Tensor:
        """The first input of the only call."""
        x = self.call.inputs[0]
        assert isinstance(x, Tensor)
        return x

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        """All that it holds: weights, what there is to learn from, and what its calls hold."""
        learned = (self.training.inputs, self.training.targets) if self.training else ()
        return (*self.weights.values(), *learned, *(x for call in self.calls for x in call.tensors))

    def each(self, change: Callable[[Any], Any]) -> Case:
        """The same case, with its weights changed, and the weights, inputs and cotangents of its calls."""
        weights = {name: change(weight) for name, weight in self.weights.items()}
        return replace(self, weights=weights, calls=tuple(call.each(change) for call in self.calls))

    @property
    def forward_only(self) -> Case:
        """The same case with nothing pulled back."""
        return self.calling(*(replace(call, cotangents=()) for call in self.calls))

    def of(self, name: str, weights: Mapping[str, Tensor]) -> Case:
        """The same case for another class with the same constructor."""
        return replace(self, build=replace(self.build, name=name), weights=weights)

    def calling(self, *calls: Call) -> Case:
        """The same module, other calls."""
        return replace(self, calls=calls)

    def on(self, *inputs: Any, **changes: Any) -> Case:
        """The same module and the same only call, on other inputs."""
        return self.calling(replace(self.call, inputs=inputs, **changes))


@dataclass(frozen=True)
class Entry:
    """One tensor of a state dict."""

    kind: str  # "parameter" or "buffer"
    shape: tuple[int, ...]
    dtype: str
    trained: bool


@dataclass(frozen=True)
class Step:
    """An operation of a call, or a part of the module, by its name, and what it gave.

    uses: the numbers of the earlier steps whose values it was given.
    """

    name: str
    value: Tensor
    uses: tuple[int, ...] = ()


@dataclass(frozen=True)
class Reply:
    """What one call gave, and what it left behind.

    `gradients` are keyed by the name of the weight, and "x" for the input. `altered` names what the call changed and
    should have left alone. `random_state` is a digest of the global generator's state after the call, and `drew` says
    whether it moved. `operations` and `flops` are those of a `counted` call, `seconds` the CPU time of a `timed` one
    and of pulling back, `steps` and `functions` (of torch, by name) those of a `traced` one, in turn.
    """

    outputs: tuple[Tensor | None, ...]
    logged: Mapping[str, Tensor]
    attached: tuple[str, ...]
    gradients: Mapping[str, Tensor]
    altered: tuple[str, ...]
    random_state: str
    drew: bool
    operations: int = 0
    flops: int = 0
    seconds: float = 0.0
    steps: tuple[Step, ...] = ()
    functions: tuple[str, ...] = ()

    @property
    def output(self) -> Tensor:
        """The first of what the call returned."""
        assert self.outputs, "an empty tuple was returned, expected a tensor"
        output = self.outputs[0]
        assert output is not None, "None was returned, expected a tensor"
        return output

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        """All that it holds: outputs, what is logged, gradients and steps."""
        returned = (output for output in self.outputs if output is not None)
        return (*returned, *self.logged.values(), *self.gradients.values(), *(step.value for step in self.steps))

    def log(self, name: str) -> Tensor:
        """A tensor that forward left on the module, detached as it must be."""
        assert name in self.logged, f"self.{name} is not a tensor after forward"
        assert name not in self.attached, f"self.{name} is not detached: it still belongs to the graph"
        return self.logged[name]


@dataclass(frozen=True)
class Frame:
    """A line of the implementation's own files."""

    file: str
    line: int
    code: str


@dataclass(frozen=True)
class Open:
    """A method that is still to be written: its TODO and Class.method, as the skeleton has them."""

    todo: int
    method: str


@dataclass(frozen=True)
class Error:
    """Why a case could not be run to its end.

    `kinds` are the names of the exception's class and of its built-in bases; `frames` run from the outermost line of
    the implementation's own files to the innermost. `always`: no other case would do better at this stage. `raised`: by
    a statement of the implementation's own, in its own words. `open`: the method to be written that it ran into.
    """

    stage: str
    kinds: tuple[str, ...]
    message: str
    frames: tuple[Frame, ...] = ()
    always: bool = False
    raised: bool = False
    open: Open | None = None


class CannotRun(AssertionError):
    """The implementation raised where it should have answered."""

    def __init__(self, error: Error) -> None:
        super().__init__(f"{error.kinds[0]}: {error.message}")
        self.error = error


class NeverRuns(BaseException):
    """The same, for a reason that no smaller case can change: Hypothesis, which catches Exception, need not look."""

    def __init__(self, error: Error) -> None:
        super().__init__(f"{error.kinds[0]}: {error.message}")
        self.error = error


class Refuted(BaseException):
    """An experiment came out otherwise. No smaller example says more: Hypothesis need not look for one."""


@dataclass(frozen=True)
class Outcome:
    """What became of a case: the training, a reply for each call, or the error that ended it."""

    done: tuple[Reply, ...]
    state: Mapping[str, Entry]  # of a case that is inspected
    held: tuple[str, ...]  # the modules given to the constructor that are kept, as given, under their argument's name
    error: Error | None = None
    trained: Trained | None = None

    @property
    def replies(self) -> tuple[Reply, ...]:
        if self.error is not None:
            raise NeverRuns(self.error) if self.error.always else CannotRun(self.error)
        return self.done

    @property
    def reply(self) -> Reply:
        """The only reply of a case with one call."""
        (reply,) = self.replies
        return reply

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        """All that it holds: what its replies hold, and what training left behind."""
        learned = (*self.trained.weights.values(), self.trained.losses) if self.trained else ()
        return (*(x for reply in self.done for x in reply.tensors), *learned)

    @property
    def output(self) -> Tensor:
        """The first output of the only call."""
        return self.reply.output


Implementation: TypeAlias = Callable[[Case], Outcome]

"""The student's NanoGPT: GPTVer4 around a stack of BlockVer4s, each around a MultiHeadVer2."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from torch import Tensor, nn

from harness.case import Error
from harness.course import course
from harness.load.package import Package
from harness.run.errors import describe
from harness.tell import board, commands
from spec.tokens import Characters
from spec.train.settings import CannotTrain, Settings


class Student:
    """The classes of an implementation, run here: what they raise becomes a CannotTrain that says where."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise CannotTrain(f"There is no folder {folder}: --impl takes student or any folder of the course's files.")
        self._package = Package(folder)
        self._option = [] if folder == Path("student") else [f"--impl={folder}"]
        self.name = folder.resolve().name

    def nanogpt(self, vocab_size: int, settings: Settings) -> nn.Module:
        """The model with start values that follow from the seed; it has seen a token and answered."""
        T, C = settings.block_size, settings.embed_size
        torch.manual_seed(settings.seed)
        with self.speaking("import"):
            model, block, heads = map(self._package.find_class, ("GPTVer4", "BlockVer4", "MultiHeadVer2"))
        with self.speaking("construction"):
            blocks = [block(heads(T, C, settings.heads), C, settings.dropout) for _ in range(settings.layers)]
            made = model(nn.Sequential(*blocks), vocab_size, T, C)
        self.loss(made, *torch.zeros(2, 1, 1, dtype=torch.long))
        return made

    def loss(self, model: nn.Module, indices: Tensor, targets: Tensor) -> Tensor:
        """The loss that the model gives. indices, targets (B, T)."""
        with self.speaking("forward"):
            _, loss = model(indices, targets)
        assert isinstance(loss, Tensor)
        return loss

    @contextmanager
    def speaking(self, stage: str) -> Iterator[None]:
        """Turns what the student's code raises inside the block into a CannotTrain."""
        try:
            yield
        except Exception as exception:
            raise CannotTrain(self._words(describe(exception, stage, self._package, always=False))) from exception

    def write(self, model: nn.Module, characters: Characters, prompt: str, number: int, seed: int) -> str:
        """The prompt and that many characters more, drawn by the seed."""
        torch.manual_seed(seed)
        model.eval()
        device = next(model.parameters()).device
        with self.speaking("generate"):
            tokens = model.generate(characters.encode(prompt)[None].to(device), number)  # type: ignore[operator]
        return characters.decode(tokens[0].tolist())

    def board(self, *claims: str) -> str:
        """The command that judges it."""
        return commands.pytest(*claims, *self._option)

    def _words(self, error: Error) -> str:
        if error.open:
            number, method = error.open.todo, error.open.method
            title = board.title(course().todo(number))
            return (
                f"TODO {number}, {title}, is still to be written ({method}). "
                f"NanoGPT is made of the TODOs 7 to 10.\n\n    {self.board(f'tests/test_{number}.py')}"
            )
        return f"{_raised(error)}\n\nThe board says more:\n\n    {self.board()}"


def _raised(error: Error) -> str:
    frames = [f"  {frame.file}, line {frame.line}:  {frame.code}" for frame in error.frames]
    raised = f"{error.kinds[0]}: {error.message}" if error.message else error.kinds[0]
    return "\n".join([f"The model does not run ({error.stage}). {raised}", *frames])

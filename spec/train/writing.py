"""What a model writes."""

from __future__ import annotations

import torch
from torch import nn

from spec.tokens import Characters, UnknownCharacter
from spec.train.model import Student
from spec.train.settings import CannotTrain

PROMPT = "The "


def opening(prompt: str | None, characters: Characters) -> str:
    """What the model goes on from: the prompt, or one that it can read. Raises CannotTrain."""
    if prompt is None:
        return PROMPT if set(PROMPT) <= set(characters.vocabulary) else characters.vocabulary[0]
    if not prompt:
        raise CannotTrain("--prompt is empty: give one character at least.")
    try:
        characters.encode(prompt)
    except UnknownCharacter as error:
        raise CannotTrain(f"--prompt: {error}") from error
    return prompt


def write(student: Student, model: nn.Module, characters: Characters, prompt: str, number: int, seed: int) -> str:
    """The prompt and that many characters more, drawn by the seed."""
    torch.manual_seed(seed)
    model.eval()
    device = next(model.parameters()).device
    with student.speaking("generate"):
        tokens = model.generate(characters.encode(prompt)[None].to(device), number)  # type: ignore[operator]
    return characters.decode(tokens[0].tolist())

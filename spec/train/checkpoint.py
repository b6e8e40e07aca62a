"""A training run that has stopped, in one safetensors file: weights, what the optimizer remembers, and the settings."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from spec.train.settings import CannotTrain, Settings

KEY = "nanogpt-ladder"
WEIGHTS, MOMENTS = "weights.", "optimizer."


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """`step`: how many are done. `moments`: the optimizer's tensors by NAME OF THE WEIGHT/NAME OF THE MOMENT."""

    settings: Settings
    vocabulary: str
    step: int
    weights: Mapping[str, Tensor]
    moments: Mapping[str, Tensor]

    def save(self, path: Path) -> None:
        """Write it whole or not at all. Raises CannotTrain."""
        tensors = {WEIGHTS + name: tensor for name, tensor in self.weights.items()}
        tensors |= {MOMENTS + name: tensor for name, tensor in self.moments.items()}
        about = {"settings": self.settings.as_data(), "vocabulary": self.vocabulary, "step": self.step}
        part = path.with_name(f"{path.name}.part")
        try:
            save_file(
                {name: _on_its_own(tensor) for name, tensor in tensors.items()},
                part,
                metadata={KEY: json.dumps(about)},
            )
            os.replace(part, path)
        except (OSError, SafetensorError) as error:
            raise CannotTrain(f"The checkpoint {path} cannot be written: {error}.") from error

    @classmethod
    def load(cls, path: Path) -> Checkpoint:
        """Raises CannotTrain where there is none, or the file is something else."""
        if not path.is_file():
            raise CannotTrain(f"There is no checkpoint {path}: train one first, or name it with --checkpoint.")
        try:
            with safe_open(path, framework="pt") as file:
                about = json.loads(file.metadata()[KEY])
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            return cls(
                Settings(**about["settings"]),
                str(about["vocabulary"]),
                int(about["step"]),
                _under(WEIGHTS, tensors),
                _under(MOMENTS, tensors),
            )
        except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
            raise CannotTrain(f"{path} is no checkpoint of this command, or it is damaged: name another.") from error

    def fill(self, model: nn.Module) -> None:
        """Copy the weights into a model. Raises CannotTrain where it has others, or of other shapes."""
        own = dict(model.named_parameters())
        shapes = {name: tuple(weight.shape) for name, weight in own.items()}
        saved = {name: tuple(weight.shape) for name, weight in self.weights.items()}
        different = [name for name in shapes | saved if shapes.get(name) != saved.get(name)]
        if different:
            name = different[0]
            raise CannotTrain(
                f"The checkpoint is of another model: {name} is {saved.get(name, 'missing')} in it, and "
                f"{shapes.get(name, 'missing')} in the model. Train anew, or use the files that it was trained with."
            )
        model.load_state_dict(dict(self.weights), strict=False)


def _on_its_own(tensor: Tensor) -> Tensor:
    return tensor.detach().cpu().clone(memory_format=torch.contiguous_format)


def _under(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}

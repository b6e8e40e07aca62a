"""The right model of a build: every class in it is a stand-in. No weight of it and no number comes from a student."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from harness.case import Build
from harness.load.stand_ins import find_stand_in


def trusted(build: Build, weights: Mapping[str, Tensor]) -> nn.Module:
    """The model with these weights, which must be those of the interface, all of them and in their shapes."""
    with torch.random.fork_rng(devices=[]):
        model = _made(build)
    own = dict(model.named_parameters())
    missing = own.keys() - weights.keys()
    assert not missing, f"these parameters are missing: {', '.join(sorted(missing))}"
    with torch.no_grad():
        for name, weight in own.items():
            shape = tuple(weights[name].shape)
            assert shape == weight.shape, f"{name} has shape {shape}, expected {tuple(weight.shape)}"
            weight.copy_(weights[name])
    return model


def start_values(build: Build, seed: int) -> dict[str, Tensor]:
    """The weights that torch's own layers start with."""
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        return {name: weight.detach() for name, weight in _made(build).named_parameters()}


def _made(build: Build) -> nn.Module:
    args = {name: _made(value) if isinstance(value, Build) else value for name, value in build.args.items()}
    made = find_stand_in(build.name)(**args)
    assert isinstance(made, nn.Module)
    return made

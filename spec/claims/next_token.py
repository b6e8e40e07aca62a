"""The next token of a right model, and who is to blame where another one comes: generate, or the logits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import Tensor

from harness.case import Build, Call, Case, Implementation
from harness.compare.close import assert_close
from spec.right_model import trusted


class NextToken:
    """What comes next, by a model in which nothing is the implementation's own."""

    def __init__(self, build: Build, weights: Mapping[str, Tensor]) -> None:
        self.block_size: int = build.args["block_size"]
        self._build, self._weights, self._model = build, weights, trusted(build, weights)
        self._asked: list[Tensor] = []

    def probabilities(self, prompt: Tensor) -> Tensor:
        """(V) after a prompt (T)."""
        self._asked.append(prompt)
        return self.logits(prompt.unsqueeze(0))[0, -1].double().softmax(dim=-1)

    def logits(self, tokens: Tensor) -> Tensor:
        """tokens (B, T) -> logits (B, at most block_size, V) of the last block_size of them."""
        with torch.no_grad():
            logits, _ = self._model(*[tokens[:, -self.block_size :]] * 2)
        assert isinstance(logits, Tensor)
        return logits

    def likeliest(self, prompts: Tensor, n: int) -> tuple[Tensor, Tensor]:
        """prompts (B, T) -> the likeliest n tokens that follow, (B, T + n), and the logits of each, (n, B, V)."""
        tokens, seen = prompts, []
        for _ in range(n):
            seen.append(self.logits(tokens)[:, -1])  # (B, V)
            tokens = torch.cat([tokens, seen[-1].argmax(dim=-1, keepdim=True)], dim=1)
        return tokens, torch.stack(seen)

    @contextmanager
    def unless_logits_differ(self, impl: Implementation) -> Iterator[None]:
        """Where wrong tokens were drawn, and the implementation's own logits are wrong too, say that instead."""
        try:
            yield
        except AssertionError:
            for prompt in self._asked:
                self.assert_same_logits(impl, prompt)
            raise

    def assert_same_logits(self, impl: Implementation, prompt: Tensor) -> None:
        """The implementation's logits after a prompt (T) are these, as far as rounding allows."""
        context = prompt[-self.block_size :].unsqueeze(0)  # (1, at most block_size)
        own = impl(Case(self._build, self._weights, (Call((context,), "logits"),))).output
        assert_close(own, self.logits(context), f"the logits of {context[0].tolist()}")

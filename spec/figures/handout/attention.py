"""Causal attention on small numbers, as the figures show it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from spec.figures.shapes import Numbers


@dataclass(frozen=True)
class Attention:
    """q, k, v and out (T, D); scores, those under the mask, and the weights (T, T)."""

    q: Numbers
    k: Numbers
    v: Numbers
    scores: Numbers
    masked: Numbers
    wei: Numbers
    out: Numbers


def attend(x: Numbers, D: int, generator: np.random.Generator) -> Attention:
    """x (T, C), by maps that are drawn."""
    q, k, v = np.einsum("tc,ncd->ntd", x, generator.normal(size=(3, x.shape[1], D)))
    scores = np.einsum("td,sd->ts", q, k) * D**-0.5
    past = np.tri(len(x), dtype=bool)
    exponentials = np.exp(scores) * past
    wei = exponentials / exponentials.sum(axis=1)[:, None]
    return Attention(q, k, v, scores, np.where(past, scores, -np.inf), wei, np.einsum("ts,sd->td", wei, v))

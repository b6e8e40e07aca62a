"""The contract of the classes: file, constructor, parameters, logged tensors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from harness.case import Build

Shape: TypeAlias = tuple[int, ...]
Shapes: TypeAlias = dict[str, Shape]


@dataclass(frozen=True)
class Contract:
    """What a class promises. `parameters` maps the constructor's arguments to the shape of each trained tensor.

    `methods` gives the arguments of each method that is called.
    """

    file: str
    arguments: tuple[str, ...]
    parameters: Callable[..., Shapes]
    logged: tuple[str, ...] = ()
    methods: Mapping[str, str] = field(default_factory=lambda: {"forward": "self, x"})


def shapes(build: Build) -> Shapes:
    """The shape of each parameter of a build, by its name in the state dict."""
    name = build.name if build.name in INTERFACE else build.name.removeprefix("stand_ins.")
    return INTERFACE[name].parameters(**build.args)


def is_mask(name: str) -> bool:
    """The one buffer that a state dict may hold besides the parameters, at any depth."""
    return name.rpartition(".")[2] == "tril"


def _under(prefix: str, inner: Mapping[str, Shape]) -> Shapes:
    return {f"{prefix}.{name}": shape for name, shape in inner.items()}


def _nothing(**_: Any) -> Shapes:
    return {}


def _linear(in_features: int, out_features: int, bias: bool = True) -> Shapes:
    return {"weight": (out_features, in_features)} | ({"bias": (out_features,)} if bias else {})


def _stack(**layers: Build) -> Shapes:
    return {key: shape for name, layer in layers.items() for key, shape in _under(name, shapes(layer)).items()}


def _bigram(vocab_size: int, block_size: int) -> Shapes:
    return {"token_embedding_table.weight": (vocab_size, vocab_size)}


def _gpt(contextualizer: Build, vocab_size: int, block_size: int, embed_size: int) -> Shapes:
    return {
        "token_embedding_table.weight": (vocab_size, embed_size),
        **_under("contextualizer", shapes(contextualizer)),
        **_under("lm_head", _linear(embed_size, vocab_size)),
    }


def _gpt_v4(contextualizer: Build, vocab_size: int, block_size: int, embed_size: int) -> Shapes:
    return {
        **_gpt(contextualizer, vocab_size, block_size, embed_size),
        "pos_embedding_table.weight": (block_size, embed_size),
        **_under("ln_f", _layer_norm(embed_size)),
    }


def _projections(rows: int, columns: int) -> Shapes:
    return {f"{name}.weight": (rows, columns) for name in ("query", "key", "value")}


def _head(block_size: int, embed_size: int, head_size: int) -> Shapes:
    return _projections(head_size, embed_size)


def _multi_head_v1(block_size: int, embed_size: int, n_heads: int) -> Shapes:
    head = _projections(embed_size // n_heads, embed_size)
    heads = {key: shape for i in range(n_heads) for key, shape in _under(f"heads.{i}", head).items()}
    return {**heads, **_under("proj", _linear(embed_size, embed_size))}


def _multi_head_v2(block_size: int, embed_size: int, n_heads: int) -> Shapes:
    return {**_projections(embed_size, embed_size), **_under("proj", _linear(embed_size, embed_size))}


def _feed_forward(embed_size: int) -> Shapes:
    wide = 4 * embed_size
    return {**_under("w1", _linear(embed_size, wide)), **_under("w2", _linear(wide, embed_size))}


def _layer_norm(embed_size: int, eps: float = 1e-5) -> Shapes:
    return {"weight": (embed_size,), "bias": (embed_size,)}


def _block(head: Build, embed_size: int) -> Shapes:
    return {**_under("head", shapes(head)), **_under("ffwd", _feed_forward(embed_size))}


def _block_with_norms(head: Build, embed_size: int, dropout: float = 0.0) -> Shapes:
    norm = _layer_norm(embed_size)
    return {**_block(head, embed_size), **_under("ln1", norm), **_under("ln2", norm)}


_GPT = ("contextualizer", "vocab_size", "block_size", "embed_size")
_MULTI_HEAD = ("block_size", "embed_size", "n_heads")
_BLOCK = ("head", "embed_size")
_SPEAKS = {
    "forward": "self, indices, targets=None",
    "logits": "self, indices",
    "generate": "self, indices, max_new_tokens",
}
_ENCODES = {**_SPEAKS, "pos_encodings": "block_size, embed_size"}
_DEBUGS = {"forward": "self, x, debug=False"}

INTERFACE: Mapping[str, Contract] = {
    "GPTVer1": Contract("gpt_v1", ("vocab_size", "block_size"), _bigram, methods=_SPEAKS),
    "HeadVer1": Contract("head_v1", (), _nothing),
    "GPTVer2": Contract("gpt_v2", _GPT, _gpt, methods=_SPEAKS),
    "HeadVer2": Contract("head_v2", (), _nothing),
    "HeadVer3": Contract("head_v3", (), _nothing, logged=("wei",)),
    "HeadVer4": Contract("head_v4", ("block_size", "embed_size", "head_size"), _head, ("var", "wei"), _DEBUGS),
    "GPTVer3": Contract("gpt_v3", _GPT, _gpt, methods=_ENCODES),
    "MultiHeadVer1": Contract("multi_head_v1", _MULTI_HEAD, _multi_head_v1),
    "MultiHeadVer2": Contract("multi_head_v2", _MULTI_HEAD, _multi_head_v2),
    "FeedForward": Contract("feed_forward", ("embed_size",), _feed_forward),
    "BlockVer1": Contract("block_v1", _BLOCK, _block),
    "BlockVer2": Contract("block_v2", _BLOCK, _block),
    "LayerNorm": Contract("layer_norm", ("embed_size", "eps"), _layer_norm),
    "BlockVer3": Contract("block_v3", _BLOCK, _block_with_norms),
    "BlockVer4": Contract("block_v4", (*_BLOCK, "dropout"), _block_with_norms),
    "GPTVer4": Contract("gpt_v4", _GPT, _gpt_v4, methods=_SPEAKS),
    "stand_ins.OneByOne": Contract("", ("module",), _stack),
    "stand_ins.InTurns": Contract("", ("one", "other"), _stack, logged=("var", "wei")),
    "stand_ins.Identity": Contract("", (), _nothing),
    "stand_ins.Linear": Contract("", ("in_features", "out_features"), _linear),
    "stand_ins.Stack": Contract("", (), _stack),
}

"""A frame gives back what was put into it, and bytes that are no frame are an error and nothing else."""

import contextlib
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from safetensors.torch import save

from harness.case import Build, Call, Case, Error, Frame, Outcome
from harness.grading.inside import wire
from harness.grading.inside.wire import decode, encode
from harness.run.codec import Malformed, Unwritable
from harness.run.in_process import InProcess
from spec.cases import cases, histories
from spec.costs import standard
from spec.interface import INTERFACE

REFERENCE = InProcess(Path(__file__).parents[3] / "reference")


def assert_same(got, want):
    if isinstance(want, torch.Tensor):
        assert (got.dtype, got.shape, got.stride()) == (want.dtype, want.shape, want.stride())
        assert torch.equal(got.nan_to_num(7), want.nan_to_num(7))
    elif hasattr(want, "__dataclass_fields__"):
        assert type(got) is type(want)
        for field in want.__dataclass_fields__:
            assert_same(getattr(got, field), getattr(want, field))
    elif isinstance(want, dict):
        assert list(got) == list(want)
        for key in want:
            assert_same(got[key], want[key])
    elif isinstance(want, (tuple, list)):
        assert len(got) == len(want)
        for one, other in zip(got, want):
            assert_same(one, other)
    else:
        assert (type(got), got) == (type(want), want)


@pytest.mark.parametrize("name", [name for name, contract in INTERFACE.items() if contract.file and name != "GPTVer4"])
def test_cases_and_outcomes_come_back_as_they_were_sent(name):
    @given(case=cases(name), history=histories(name))
    @settings(max_examples=10)
    def comes_back(case, history):
        for one in (case, history):
            assert_same(decode(encode(one), Case), one)
            outcome = REFERENCE(one)
            assert_same(decode(encode(outcome), Outcome), outcome)

    comes_back()


def test_strides_survive():
    case = Case(Build("HeadVer2"), {}, (Call((torch.randn(2, 3, 4).mT.contiguous().mT,)),))
    assert decode(encode(case), Case).x.stride() == (12, 1, 3)


def test_errors_come_back_with_their_frames():
    error = Error("forward", ("ValueError",), "no", (Frame("head_v4.py", 3, "raise ValueError"),), always=True)
    assert decode(encode(Outcome((), {}, (), error)), Outcome).error == error


def test_what_a_terminal_would_obey_is_escaped():
    error = Error("forward", ("\x1b[31m",), "\x1b]52;c;\x07 \u202e \ud800")
    got = decode(encode(Outcome((), {}, (), error)), Outcome).error
    assert got.kinds == ("\\x1b[31m",)
    assert got.message == "\\x1b]52;c;\\x07 \\u202e \\ud800"


@pytest.mark.parametrize("value", [object(), lambda: 0, {1, 2}, b"bytes", 1j])
def test_nothing_but_data_is_sent(value):
    with pytest.raises(Unwritable, match="cannot be written down"):
        encode(Call((value,)))


def test_a_type_of_tensor_that_no_answer_has_is_not_sent():
    with pytest.raises(Unwritable, match="complex128"):
        encode(Call((torch.zeros(1, dtype=torch.complex128),)))


def test_a_stride_of_0_is_refused_before_it_is_copied():
    with pytest.raises(Unwritable, match="larger than"):
        encode(Call((torch.zeros(1).expand(10**10),)))


def test_a_frame_is_no_larger_than_announced():
    for size in (0, wire.LARGEST + 1, 2**64 - 1):
        with pytest.raises(Malformed, match="a frame of"):
            wire.length(size.to_bytes(8, "little"))


def header(text, **tensors):
    data = text if isinstance(text, bytes) else json.dumps(text).encode()
    return save({"header": torch.frombuffer(bytearray(data), dtype=torch.uint8), **tensors})


OUTCOME = [[], {}, [], None, None]
REPLY = [[{"tensor": 0}], {}, [], {}, [], "00", False, 0, 0, 0.0, [], []]


@pytest.mark.parametrize(
    "frame",
    {
        "empty": b"",
        "no frame": b"GET / HTTP/1.1",
        "a header of 4 GB": (2**32).to_bytes(8, "little") + b"{}",
        "no header": save({"0": torch.zeros(1)}),
        "a header of numbers": save({"header": torch.zeros(4)}),
        "no JSON": header(b"\xff\xfe"),
        "deep JSON": header(b"[" * 100_000 + b"]" * 100_000),
        "an endless number": header(b"9" * 10_000),
        "one field too few": header(OUTCOME[:4]),
        "one too many": header([*OUTCOME, None]),
        "an object for a list": header({"done": []}),
        "a number for text": header([[], {}, [3], None, None]),
        "text for a number": header([[[*REPLY[:7], "0", *REPLY[8:]]], {}, [], None, None], **{"0": torch.zeros(1)}),
        "true for a number": header([[[*REPLY[:7], True, *REPLY[8:]]], {}, [], None, None], **{"0": torch.zeros(1)}),
        "a tensor that is not there": header([[REPLY], {}, [], None, None]),
        "dimensions in no order": header(
            [[[[{"tensor": 0, "order": [0, 0]}], *REPLY[1:]]], {}, [], None, None], **{"0": torch.zeros(2, 2)}
        ),
        "a pickle": b"\x80\x04\x95\x0c\x00\x00\x00\x00\x00\x00\x00\x8c\x02os\x94.",
    }.values(),
)
def test_what_is_malformed_is_said_to_be(frame):
    with pytest.raises(Malformed):
        decode(frame, Outcome)


def test_a_reply_that_is_well_formed_is_read():
    outcome = decode(header([[REPLY], {}, [], None, None], **{"0": torch.zeros(1)}), Outcome)
    assert_same(outcome.reply.output, torch.zeros(1))


def test_flipped_bytes_give_an_outcome_or_an_error_and_nothing_else():
    frame, source = encode(REFERENCE(standard("HeadVer4"))), random.Random(0)
    for _ in range(2000):
        broken = bytearray(frame)
        for _ in range(source.randrange(1, 9)):
            broken[source.randrange(2500)] = source.randrange(256)
        del broken[source.choice((len(broken), source.randrange(len(broken)))) :]
        with contextlib.suppress(Malformed):
            assert type(decode(bytes(broken), Outcome)) is Outcome


def test_text_is_cut():
    error = Error("forward", ("E",), "x" * 100_000)
    assert len(decode(encode(Outcome((), {}, (), error)), Outcome).error.message) < 1100


def test_more_tensors_than_an_answer_has_are_refused():
    many = Outcome((), {}, ())
    outcome = replace(REFERENCE(standard("HeadVer2")).done[0], logged={str(i): torch.zeros(1) for i in range(30_000)})
    with pytest.raises(Malformed):
        decode(encode(replace(many, done=(outcome,))), Outcome)

"""What stands in the way on a machine is said in a sentence, before anything is fetched."""

from dataclasses import replace
from pathlib import Path

import pytest

from harness.begin import machine
from harness.begin.machine import DEEPEST, LONGEST, Machine, obstacles

HERE = Path("/home/mina/kit/.venv")
LAPTOP = Machine(
    system="Linux",
    processor="x86_64",
    macos=0,
    bits=64,
    version="3.12",
    makes_environments=True,
    managed=True,
    long_paths=True,
    free=2.5,
)
WINDOWS = replace(LAPTOP, system="Windows", long_paths=False)


def said(laptop, environment=HERE, for_the_cpu=True):
    return [*obstacles(laptop, environment, for_the_cpu)]


def of_length(many):
    """The folder of an environment whose path has so many characters."""
    return HERE / ("x" * (many - len(str(HERE)) - 1))


def test_nothing_stands_in_the_way_of_a_laptop():
    """That the system manages its Python is no obstacle, as the environment has one of its own."""
    assert said(LAPTOP) == []


@pytest.mark.parametrize(
    ("lacks", "sentence"),
    [
        ({"bits": 32}, "This Python has 32 bits, and torch needs 64."),
        ({"system": "Darwin"}, "There is no torch for Macs with an Intel processor."),
        ({"system": "Darwin", "processor": "arm64", "macos": 13}, "This is macOS 13, and torch needs 14. Update it."),
        ({"makes_environments": False}, "`sudo apt install python3.12-venv`"),
        ({"free": 0.4}, "The disk has 0.4 GB left, and 2 are needed."),
    ],
)
def test_each_obstacle_has_its_sentence(lacks, sentence):
    (only,) = said(replace(LAPTOP, **lacks))
    assert sentence in only


def test_torch_with_cuda_needs_a_larger_disk():
    assert said(LAPTOP, for_the_cpu=False) == ["The disk has 2.5 GB left, and 10 are needed."]


def test_a_mac_with_apples_own_processor_has_torch():
    assert said(replace(LAPTOP, system="Darwin", processor="arm64", macos=14)) == []


@pytest.mark.parametrize(("many", "told"), [(LONGEST - DEEPEST, 0), (LONGEST - DEEPEST + 1, 1)])
def test_a_path_of_windows_is_too_long_where_torchs_deepest_file_has_no_room(many, told):
    assert len(said(WINDOWS, of_length(many))) == told
    assert said(LAPTOP, of_length(many)) == []
    assert said(replace(WINDOWS, long_paths=True), of_length(many)) == []


def test_a_folder_of_the_length_that_is_named_has_room():
    (sentence,) = said(WINDOWS, Path("x" * 200, ".venv"))
    most = int("".join(filter(str.isdigit, sentence)))
    assert said(WINDOWS, Path("x" * most, ".venv")) == []
    assert len(said(WINDOWS, Path("x" * (most + 1), ".venv"))) == 1


def test_this_machine_is_looked_at(tmp_path, monkeypatch):
    """A Python that the system manages has a file that says so."""
    monkeypatch.setattr(machine.sysconfig, "get_path", lambda name: str(tmp_path))
    found = Machine.this(tmp_path)
    assert (found.bits, found.makes_environments, found.managed) == (64, True, False)
    assert found.free > 0
    (tmp_path / "EXTERNALLY-MANAGED").touch()
    assert Machine.this(tmp_path).managed

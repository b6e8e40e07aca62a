"""docs/contract.md says of each class what spec/interface.py says, and of no other class."""

import re
from pathlib import Path

import pytest

from harness.case import Build
from spec.interface import INTERFACE
from spec.ladder import LADDER

PAGE = (Path(__file__).parents[3] / "docs/contract.md").read_text(encoding="utf-8")
HEADING = re.compile(r"^### `(\w+)\((.*)\)`\n", re.MULTILINE)
METHOD = re.compile(r"`(\w+)\(([^`]*)\)`")
TENSOR = re.compile(r"`([\w.{}]+)` \(([^)]*)\)")
SIZES = {"B": 2, "T": 7, "C": 12, "V": 11, "H": 3, "D": 4, "N": 13}
ARGUMENTS = {"embed_size": "C", "vocab_size": "V", "n_heads": "H", "head_size": "D", "block_size": "N"}
INNER = Build("HeadVer4", {"block_size": SIZES["N"], "embed_size": SIZES["C"], "head_size": SIZES["C"]})

_parts = HEADING.split(PAGE)[1:]
SECTIONS = {
    name: (arguments, re.split(r"^##", text, flags=re.MULTILINE)[0])
    for name, arguments, text in zip(_parts[::3], _parts[1::3], _parts[2::3], strict=True)
}


def bullets(name):
    """The items of a class's list, each in one line."""
    return [" ".join(item.split()) for item in SECTIONS[name][1].split("\n- ")[1:]]


def sized(letters):
    """A shape in letters as numbers: 4C is four times C."""
    return tuple(int(n or 1) * SIZES[letter] for n, letter in re.findall(r"(\d*)([A-Z])", letters))


def given(name):
    """Arguments of a constructor, in the sizes of SIZES."""
    return {
        argument: SIZES[ARGUMENTS[argument]] if argument in ARGUMENTS else INNER
        for argument in INTERFACE[name].arguments
        if argument not in ("eps", "dropout")
    }


def test_the_page_has_the_classes_of_the_contract_and_no_other():
    assert list(SECTIONS) == list(INTERFACE)


def test_each_class_stands_under_its_todo():
    written = re.findall(r"^## TODO (\d+)$|^### `(\w+)", PAGE.partition("## Provided")[0], re.MULTILINE)
    promised = [row for todo in LADDER for row in ((str(todo.number), ""), *(("", name) for name in todo.classes))]
    assert written == promised


@pytest.mark.parametrize("name", INTERFACE)
def test_a_class_has_the_file_and_the_arguments_of_its_contract(name):
    arguments, text = SECTIONS[name]
    assert tuple(re.findall(r"(\w+)(?:=[^,]*)?(?:, )?", arguments)) == INTERFACE[name].arguments
    assert text.lstrip().startswith(f"In `{INTERFACE[name].file}.py`:")


@pytest.mark.parametrize("name", INTERFACE)
def test_a_class_has_the_methods_of_its_contract_with_their_arguments(name):
    written = {method: arguments for item in bullets(name) for method, arguments in METHOD.findall(item)}
    promised = {method: each.arguments.removeprefix("self, ") for method, each in INTERFACE[name].methods.items()}
    assert written == promised


@pytest.mark.parametrize("name", INTERFACE)
def test_a_class_has_the_weights_of_its_contract_with_their_shapes(name):
    (weights,) = [item for item in bullets(name) if item.startswith("weights:")]
    written = {
        weight.replace("{i}", str(i)): sized(letters) for weight, letters in TENSOR.findall(weights) for i in range(3)
    }
    promised = dict(INTERFACE[name].parameters(**given(name)))
    inner = tuple(re.findall(r"`(\w+\.)\*`", weights))
    assert inner == tuple(f"{argument}." for argument, value in given(name).items() if value is INNER)
    assert written == {weight: shape for weight, shape in promised.items() if not weight.startswith(inner or "\0")}


@pytest.mark.parametrize("name", INTERFACE)
def test_a_class_names_the_tensors_that_its_forward_leaves(name):
    left = {tensor for item in bullets(name) for tensor in re.findall(r"`self\.(\w+)` \(", item)}
    assert left == set(INTERFACE[name].logged)

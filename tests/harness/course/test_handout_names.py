"""What the handout names is the interface's: classes, arguments, parameters and their shapes, claims and files."""

import re

import torch
from faults import assert_faultless
from pages import CLAIMS, LANGUAGES, PAGES, ROOT, page
from torch import nn

from harness.check.page import spans
from harness.load.package import Package
from spec.interface import INTERFACE
from spec.ladder import LADDER

SIZES = {"B": 2, "T": 5, "V": 7, "C": 12, "H": 3, "D": 4, "block_size": 11}
ARGUMENTS = {
    "vocab_size": SIZES["V"],
    "block_size": SIZES["block_size"],
    "embed_size": SIZES["C"],
    "head_size": SIZES["D"],
    "n_heads": SIZES["H"],
    "eps": 1e-5,
    "dropout": 0.5,
    "head": nn.Identity(),
    "contextualizer": nn.Identity(),
}
CLASSES = {name: contract for name, contract in INTERFACE.items() if contract.file}
ANSWERS = Package(ROOT / "reference")
INTERMEDIATE = {"q", "k", "v", "scores", "wei", "mean", "var", "mask"}  # not all of them are in the interface
ROW = re.compile(r"^\| `(\w+)` \| `([^`]+)` \| (.+?) \|", re.MULTILINE)  # | `class` | `name` | `shape` | ...


TABLES = {
    f"handout/{language}/week-{todo.week}.md, TODO {todo.number}, {name}": (page(language, todo.week), todo, name)
    for language in LANGUAGES
    for todo in LADDER
    for name in todo.classes
}


def faults_of_table(found):
    page, todo, name = found
    table, trained = stated(page.todo(todo.number), name), parameters(name)
    expected = trained | passing(name)
    for row, shape in table.items():
        if row not in expected.keys() | INTERMEDIATE:
            yield f"{row} is not in the interface"
        elif shape != expected.get(row, shape):
            yield f"{row} has the shape {shape}, and it is {expected[row]}"
    yield from (f"{row} is missing" for row in trained.keys() - table.keys())
    if not ({"x", "out"} <= table.keys() or {"indices", "logits"} <= table.keys()):
        yield "what goes in or what comes out is missing"


def test_the_shapes_of_a_class_are_the_interfaces():
    assert_faultless(TABLES, faults_of_table)


def stated(text, name):
    """The shapes that a table states of a class; a row such as `ffwd.*` may leave them to another class."""
    rows = {row: cell.strip("`") for owner, row, cell in ROW.findall(text) if owner == name}
    shapes = {row: as_numbers(cell) for row, cell in rows.items() if not row.endswith("*")}
    for row, cell in rows.items():
        if row.endswith("*") and cell in CLASSES:
            shapes |= {row.replace("*", key): shape for key, shape in parameters(cell).items()}
    return shapes


def as_numbers(shape):
    """(4C, C) as (48, 12)."""
    product = re.sub(r"(\d)([A-Z])", r"\1 * \2", shape).replace("...", "B, T")
    return eval(re.sub(r"(?<=\w)\)", ",)", product), {}, SIZES)


def made(name):
    return ANSWERS.find_class(name)(**{argument: ARGUMENTS[argument] for argument in CLASSES[name].arguments})


def parameters(name):
    """The shape of each entry of the state dict by its name, all heads as one; only HeadVer4 promises a mask."""
    state = {key: tuple(tensor.shape) for key, tensor in made(name).state_dict().items()}
    promised = {key: shape for key, shape in state.items() if key.rpartition(".")[2] != "tril" or name == "HeadVer4"}
    return {re.sub(r"\.\d+\.", ".{i}.", key): shape for key, shape in promised.items()}


def passing(name):
    """The shapes of what goes in, what comes out and what is left behind."""
    module = made(name)
    if name.startswith("GPT"):
        indices = torch.zeros(SIZES["B"], SIZES["T"], dtype=torch.int64)
        logits, loss = module(indices, indices)
        tensors = {"indices": indices, "targets": indices, "logits": logits, "loss": loss}
    else:
        x = torch.randn(SIZES["B"], SIZES["T"], SIZES["C"])
        tensors = {"x": x, "out": module(x)}
    if name == "GPTVer3":
        tensors["pos_encodings"] = module.pos_encodings(SIZES["block_size"], SIZES["C"])
    tensors |= {log: getattr(module, log) for log in CLASSES[name].logged}
    return {key: tuple(tensor.shape) for key, tensor in tensors.items()}


OF_CLASSES = {name for one in CLASSES for name in parameters(one)}
KNOWN = {
    *(CLASSES | ARGUMENTS | SIZES | CLAIMS),
    *(OF_CLASSES | {piece for name in OF_CLASSES for piece in name.split(".")} | INTERMEDIATE),
    *("logits", "forward", "generate", "pos_encodings", "max_new_tokens", "debug=True", "ValueError"),
    *("indices", "targets", "loss", "None", "x", "out", "self.wei", "self.var", "train()", "eval()"),
    *("head.*", "contextualizer.*", "ffwd", "ffwd.*", "ln1.*", "ln2.*"),
    *("nanogpt.safetensors", "--anew", "-s -vv"),
    *("py begin.py", "uv run pytest", ".venv", ". .venv/bin/activate", r".venv\Scripts\activate"),
    *("idea.py", "python idea.py"),
}


def faults_of_page(page):
    for name in set(re.findall(r"\b[A-Z]\w*Ver\d+\b", page.text)) - CLASSES.keys():
        yield f"there is no class {name}"
    for text in page.sections(2).values():
        if "/bpe.svg" not in text:
            for span in spans(text):
                if span not in KNOWN and not is_well_formed(span) and not is_of_pytorch(span, page):
                    yield f"{span} is nothing of the interface"


def test_what_is_named_is_the_interfaces():
    assert_faultless(PAGES, faults_of_page)


def is_well_formed(span):
    """A shape, a class with its arguments, a command (those are tested as such), or a file."""
    name, _, arguments = span.removesuffix(")").partition("(")
    if name in CLASSES:
        given = tuple(argument.partition("=")[0] for argument in arguments.split(", ") if argument)
        return given == CLASSES[name].arguments
    if span.startswith("("):
        return isinstance(as_numbers(span), tuple)
    return span.startswith(("pytest", "python -m ", "tox -e ")) or (ROOT / span).exists()


def is_of_pytorch(span, page):
    """Whether each name in it is PyTorch's, or that of a snippet of the page."""
    owners, snippets = (torch, torch.Tensor, nn, nn.Linear(1, 1)), " ".join(page.of("python"))
    names = re.findall(r"[A-Za-z_]\w*", span)
    return all(name in snippets or any(hasattr(owner, name) for owner in owners) for name in names)

"""The figures of the handout: committed as drawn, legible on a light page and on a dark one, and without words."""

import re
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pytest
from chromium import tab
from contrast import contrast, over

from harness.case import Build, stand_in
from spec.bpe import WORDS
from spec.figures import style
from spec.figures.handout.all import FIGURES, write
from spec.figures.handout.bpe import UNSEEN
from spec.interface import INTERFACE, shapes

FOLDER = Path(__file__).parents[3] / "handout" / "figures"
NAMES = sorted(FIGURES)
HEATED = ("encodings",)  # its cells are full of colour, and nothing is written on them
HASHED = re.compile(r'(?<=id=")[^"]+|(?<=href="#)[^"]+|(?<=url\(#)[^)]+')
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")

ATTENTION = {"block_size": 2, "embed_size": 2, "n_heads": 1}
BLOCK = {"head": stand_in("Linear", {"in_features": 2, "out_features": 2}), "embed_size": 2}
PARAMETERS = {
    part
    for build in (
        Build("MultiHeadVer1", ATTENTION),
        Build("BlockVer3", BLOCK),
        Build("GPTVer1", {"vocab_size": 2, "block_size": 1}),
    )
    for name in shapes(build)
    for part in name.split(".")
}
ARGUMENTS = {argument for contract in INTERFACE.values() for argument in contract.arguments}
MATHS = {"softmax", "sin", "cos", "mask", "scores", "concat", "count", "grad", "len", "for", "out", "wei", "dropout"}
COURSE = {"TODO", "like", "indices", "logits", "merges", "vocabulary", "encode", "Linear", UNSEEN}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures")
    write(folder)
    return folder


def elements(name):
    return list(ElementTree.parse(FOLDER / f"{name}.svg").iter())


def texts(name):
    return [element for element in elements(name) if element.tag.endswith("}text")]


def styles(name):
    found = [element.get("style", "") for element in elements(name)]
    return [dict(pair.split(": ", 1) for pair in css.split("; ") if pair) for css in found]


def test_the_folder_holds_these_figures_and_no_other():
    assert sorted(path.stem for path in FOLDER.iterdir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_committed_figure_is_what_the_code_draws(drawn, name):
    committed, now = (
        HASHED.sub("", (folder / f"{name}.svg").read_text(encoding="utf-8")) for folder in (FOLDER, drawn)
    )
    assert NUMBER.sub("0", committed) == NUMBER.sub("0", now), "run: python -m spec.figures handout/figures"
    pairs = zip(map(float, NUMBER.findall(committed)), map(float, NUMBER.findall(now)))
    moved = max(abs(was - now) for was, now in pairs)
    assert moved < 0.01, f"something moved by {moved:g} points; run: python -m spec.figures handout/figures"


def test_drawn_twice_a_figure_is_the_same_to_the_byte(drawn, tmp_path):
    with style.styled():
        style.save(FIGURES["layer_norm"](), tmp_path / "layer_norm.svg")
    assert (tmp_path / "layer_norm.svg").read_bytes() == (drawn / "layer_norm.svg").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_no_colour_is_used_but_those_of_the_style(name):
    used = {found[kind] for found in styles(name) for kind in ("fill", "stroke") if kind in found} - {"none"}
    assert used <= style.DARK.keys()
    assert all("fill: #" in text.get("style") for text in texts(name))


@pytest.mark.parametrize("light", style.DARK)
def test_each_colour_has_contrast_on_a_light_page_and_its_partner_on_a_dark_one(light):
    assert contrast(light, style.LIGHT_PAGE) >= 4.5
    assert contrast(style.DARK[light], style.DARK_PAGE) >= 4.5


@pytest.mark.parametrize("hue", sorted(style.DARK.keys() - {style.INK}))
def test_ink_can_be_read_on_the_strongest_tint_of_each_colour(hue):
    for ink, colour, page in (
        (style.INK, hue, style.LIGHT_PAGE),
        (style.DARK[style.INK], style.DARK[hue], style.DARK_PAGE),
    ):
        assert contrast(ink, over(colour, style.TINT, page)) >= 4.5


@pytest.mark.parametrize("name", sorted(set(NAMES) - set(HEATED)))
def test_nothing_shines_through_but_tints_and_none_is_stronger_where_something_may_be_written(name):
    assert not any({"opacity", "stroke-opacity"} & found.keys() for found in styles(name))
    opacities = {float(found["fill-opacity"]) for found in styles(name) if "fill-opacity" in found}
    assert all(opacity <= style.TINT + 1e-6 for opacity in opacities)


@pytest.mark.parametrize("name", NAMES)
def test_text_is_text_of_a_generic_font_and_12_pixels_at_least(name):
    root = elements(name)[0]
    assert root.get("width") == f"{style.WIDTH:g}pt"
    assert texts(name)
    for text in texts(name):
        family = re.search(r"font-family: ([^;]+)", text.get("style"))[1]
        assert family.endswith(("sans-serif", "monospace")), family
        assert float(re.search(r"font-size: ([\d.]+)px", text.get("style"))[1]) >= 9, "of 540 in 720 pixels"
    assert not any(element.tag.endswith("}image") for element in elements(name))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_said_but_names_of_the_interface_and_formulae(name):
    known = {*INTERFACE, *ARGUMENTS, *PARAMETERS, *MATHS, *COURSE, *WORDS}
    words = {
        word for text in texts(name) for word in re.findall(r"[A-Za-z_][A-Za-z0-9_]{2,}", "".join(text.itertext()))
    }
    if name == "bpe":
        words = {word for word in words if not any(word in whole for whole in (*WORDS, UNSEEN))}
    assert words <= known, words - known


@pytest.mark.browser
def test_a_browser_shows_the_dark_colours_where_the_page_is_dark(tmp_path):
    painted = """[...document.querySelectorAll("text, path, use")].flatMap(e => {
      const style = getComputedStyle(e);
      return e.closest("defs, clipPath") ? [] : [style.fill, style.stroke];
    })"""
    with tab(tmp_path) as page:
        for name, (scheme, colours) in product(NAMES, (("light", style.DARK.keys()), ("dark", style.DARK.values()))):
            page.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            page.open(f"file://{FOLDER / name}.svg")
            seen = set(page.run(painted)) - {"none"}
            assert seen <= {rgb(colour) for colour in colours}, (name, scheme)


def rgb(colour):
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"

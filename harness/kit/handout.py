"""The handout as HTML: pages that open from a folder, without a network or a script, on a laptop, a phone or paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

LANGUAGES = {"en": "English", "ko": "한국어"}
TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Page:
    """A page of the handout: its name, such as week-1, in a language."""

    name: str
    language: str
    source: str  # Markdown, with formulas as GitHub has them

    @cached_property
    def tokens(self) -> list[Token]:
        return MARKDOWN.parse(re.sub(r"\]\(([\w-]+)\.md\b", r"](\1.html", self.source))

    @property
    def body(self) -> str:
        """The text as HTML."""
        return str(MARKDOWN.renderer.render(self.tokens, MARKDOWN.options, {}))

    @property
    def title(self) -> str:
        return self.headings("h1")[0][1]

    def headings(self, tag: str) -> list[tuple[str, str]]:
        """The anchor and the text of each heading of a level."""
        pairs = zip(self.tokens, self.tokens[1:])
        return [
            (str(opened.attrs["id"]), text.content)
            for opened, text in pairs
            if opened.tag == tag and opened.nesting == 1
        ]


def rendered(handout: Path) -> Mapping[str, bytes]:
    """The HTML of each page, by its path in the folder of the handout."""
    pages = [
        Page(path.stem, path.parent.name, path.read_text(encoding="utf-8")) for path in sorted(handout.glob("*/*.md"))
    ]
    template = TEMPLATES.get_template("page.html.jinja")
    return {
        f"{page.language}/{page.name}.html": template.render(page=page, pages=pages, languages=LANGUAGES).encode()
        for page in pages
    }


def _formula(latex: str, display: bool) -> str:
    return convert(latex, display="block" if display else "inline")


def _fence(_renderer: object, tokens: list[Token], index: int, *_: object) -> str:
    code = tokens[index]
    if code.info == "math":
        return f'<div class="wide" tabindex="0">{_formula(code.content, display=True)}</div>\n'
    return f'<pre tabindex="0"><code>{escape(code.content)}</code></pre>\n'


def _figure(_renderer: object, tokens: list[Token], index: int, *_: object) -> str:
    source, description = escape(str(tokens[index].attrs["src"])), escape(tokens[index].content)
    return f'<a class="wide" href="{source}"><img src="{source}" alt="{description}"></a>'


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.use(anchors_plugin, max_level=3)
    markdown.use(dollarmath_plugin, renderer=lambda latex, options: _formula(latex, options["display_mode"]))
    markdown.add_render_rule("fence", _fence)
    markdown.add_render_rule("image", _figure)
    markdown.add_render_rule("table_open", lambda *_: '<div class="wide" tabindex="0"><table>\n')
    markdown.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return markdown


MARKDOWN = _markdown()

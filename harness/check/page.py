"""A page of Markdown, as its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token

MARKDOWN = MarkdownIt("commonmark").enable("table")
NUMBERED = re.compile(r"\*\*[^*\n]*?(\d+\.\d+)\.\*\*")  # **Question 7.1.**
TODO = re.compile(r"TODO (\d+)")

Part: TypeAlias = tuple[str, ...]  # its kind, and its text


@dataclass(frozen=True)
class Page:
    """A page, with formulas as GitHub has them."""

    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tokens(self) -> list[Token]:
        return MARKDOWN.parse(self.text)

    @cached_property
    def placed(self) -> list[tuple[int, Part]]:
        """From top to bottom, with the line of each: headings (level, number of the TODO), questions, claims, figures,
        commands, snippets."""
        pairs = zip([None, *self.tokens], self.tokens)
        return [((token.map or [0])[0] + 1, part) for before, token in pairs for part in _parts(before, token)]

    @property
    def outline(self) -> list[Part]:
        """The same, without the lines."""
        return [part for _, part in self.placed]

    def under(self, number: int) -> list[tuple[int, Part]]:
        """Those of the section of a TODO, its heading first; none where the page has no such section."""
        heading = "heading", "h2", str(number)
        first = next((i for i, (_, part) in enumerate(self.placed) if part == heading), len(self.placed))
        ends = (i for i, (_, part) in enumerate(self.placed) if i > first and part[:2] == ("heading", "h2"))
        return self.placed[first : next(ends, len(self.placed))]

    def parts(self, kind: str, number: int) -> list[tuple[int, str]]:
        """Those of one kind in the section of a TODO, each with its line."""
        return [(line, part[1]) for line, part in self.under(number) if part[0] == kind]

    def of(self, kind: str) -> list[str]:
        """The parts of one kind, as text."""
        return [part[1] for part in self.outline if part[0] == kind]

    @property
    def commands(self) -> list[str]:
        return [line for fence in self.of("sh") for line in fence.splitlines()]

    @property
    def headings(self) -> list[str]:
        return [token.content for before, token in zip(self.tokens, self.tokens[1:]) if before.type == "heading_open"]

    @property
    def links(self) -> list[str]:
        found = [str(child.attrs["href"]) for child in inline(self.text) if child.type == "link_open"]
        return found + self.of("figure")

    def sections(self, level: int) -> dict[str, str]:
        """The text under each heading of that level, by the heading."""
        parts = re.split(rf"^#{{{level}}} (.+)\n", self.text, flags=re.MULTILINE)[1:]
        return dict(zip(parts[::2], parts[1::2], strict=True))

    def todo(self, number: int) -> str:
        """The text under the heading of a TODO."""
        return next(text for title, text in self.sections(2).items() if title.startswith(f"TODO {number}:"))

    def questions(self) -> dict[str, str]:
        """The text of each question, with its command, by its number."""
        parts = NUMBERED.split(re.sub(r"^#.*\n", "**end 0.0.**", self.text, flags=re.MULTILINE))[1:]
        return {number: text for number, text in zip(parts[::2], parts[1::2], strict=True) if number != "0.0"}


def _parts(before: Token | None, token: Token) -> Iterator[Part]:
    if before is not None and before.type == "heading_open":
        yield ("heading", before.tag, *TODO.findall(token.content))
    elif token.type == "inline":
        yield from (("question", number) for number in NUMBERED.findall(token.content))
        children: Sequence[Token] = token.children or ()
        yield from (("claim", child.content) for child in children if re.fullmatch(r"test_\w+", child.content))
        yield from (("figure", str(child.attrs["src"])) for child in children if child.type == "image")
    elif token.type == "fence" and token.info != "math":
        yield token.info, token.content


def inline(text: str) -> list[Token]:
    """The pieces of its paragraphs."""
    return [child for token in MARKDOWN.parse(text) if token.type == "inline" for child in token.children or ()]


def spans(text: str) -> list[str]:
    """What is set as `code` in a text."""
    return [child.content for child in inline(text) if child.type == "code_inline"]

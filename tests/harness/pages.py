"""The pages of the handout, as their parts."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from spec.ladder import LADDER

ROOT = Path(__file__).parents[2]
LANGUAGES, WEEKS = ("en", "ko"), sorted({todo.week for todo in LADDER})
MARKDOWN = MarkdownIt("commonmark").enable("table")
NUMBERED = re.compile(r"\*\*[^*\n]*?(\d+\.\d+)\.\*\*")  # **Question 7.1.**
TODO = re.compile(r"TODO (\d+)")
CLAIMS = {  # by the name; in which file of tests/
    name: path.name
    for path in ROOT.glob("tests/test_*.py")
    for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
}


@dataclass(frozen=True)
class Page:
    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tokens(self) -> list[Token]:
        return MARKDOWN.parse(self.text)

    @cached_property
    def outline(self) -> list[tuple[str, ...]]:
        """From top to bottom: headings (level, number of the TODO), questions, claims, figures, commands, snippets."""
        parts = []
        for before, token in zip([None, *self.tokens], self.tokens):
            if before is not None and before.type == "heading_open":
                parts.append(("heading", before.tag, *TODO.findall(token.content)))
            elif token.type == "inline":
                parts += [("question", number) for number in NUMBERED.findall(token.content)]
                parts += [("claim", child.content) for child in token.children if child.content in CLAIMS]
                parts += [("figure", child.attrs["src"]) for child in token.children if child.type == "image"]
            elif token.type == "fence" and token.info != "math":
                parts.append((token.info, token.content))
        return parts

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
        return [child.attrs["href"] for child in inline(self.text) if child.type == "link_open"] + self.of("figure")

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


def inline(text: str) -> list[Token]:
    return [child for token in MARKDOWN.parse(text) if token.type == "inline" for child in token.children]


def spans(text: str) -> list[str]:
    """What is set as `code` in a text."""
    return [child.content for child in inline(text) if child.type == "code_inline"]


def page_at(path: Path) -> Page:
    return Page(path.resolve())


def page(language: str, week: int) -> Page:
    return page_at(ROOT / "handout" / language / f"week-{week}.md")


def key(language: str) -> Page:
    return page_at(ROOT / "reference" / "answers" / f"{language}.md")


def anchor(heading: str) -> str:
    """As GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


PAGES = {str(path.relative_to(ROOT)): page_at(path) for path in sorted((ROOT / "handout").glob("*/*.md"))}
NAMES = sorted({path.name for path in (ROOT / "handout").glob("*/*.md")})

"""A TODO that is to be begun."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from harness.course import course

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Rung:
    """Its number, the stem of its files, its class, its title and its week."""

    number: int
    stem: str
    class_name: str
    title: str
    week: int

    def filled(self, template: str) -> str:
        """A template with this in it: the course's own, in its folder new/, or else the engine's."""
        loader = ChoiceLoader([FileSystemLoader(course().home / "new"), FileSystemLoader(TEMPLATES)])
        environment = Environment(
            loader=loader,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,
        )
        return environment.get_template(f"{template}.jinja").render(package=course().package, **vars(self))

"""A font that has the letters of a language, where matplotlib's own has not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.font_manager import get_font_names

LATIN = ("DejaVu Sans",)  # matplotlib brings it along
FONTS: Mapping[str, Sequence[str]] = {
    "ko": ("Malgun Gothic", "Apple SD Gothic Neo", "Noto Sans CJK KR", "Noto Sans CJK JP", "NanumGothic"),
}


def can_write(language: str) -> bool:
    """Whether a font of this machine has its letters."""
    return language not in FONTS or len(fonts(language)) > len(LATIN)


def fonts(language: str) -> list[str]:
    """The one for Latin letters, then the first of this language that is installed."""
    installed = set(get_font_names())
    return [*LATIN, *[name for name in FONTS.get(language, ()) if name in installed][:1]]

"""Which language is spoken: the one that is asked for, or the system's, if there is one and the console can show it."""

from __future__ import annotations

import argparse
import contextlib
import locale
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from harness.language.catalog import catalog
from harness.language.speech import ENGLISH, LOCALE, languages, say, speak
from harness.where import ROOT, home, setting

ENVIRONMENT = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides, as in gettext
SAMPLE = "not started"  # every board has it


class Unknown(ValueError):
    """A language that has no catalogs."""


def speak_to_reader(asked: str | None, usual: str = "") -> str:
    """From now on, this process speaks the reader's language; a sentence where the console cannot show it.

    asked: by an option. usual: of the course, in pytest.ini. Raises Unknown where there is none of that name.
    """
    wanted = asked or usual
    if wanted and wanted not in languages():
        raise Unknown(f"there is no language {wanted}: choose from {', '.join(languages())}")
    chosen = wanted or system_language(os.environ)
    encoding = sys.stdout.encoding if sys.stdout else None
    if not can_show(chosen, encoding):
        speak(ENGLISH)
        return f"This is in English: the console, which speaks {encoding}, cannot show the language {chosen}."
    speak(chosen)
    return ""


def listen(words: Sequence[str]) -> None:
    """Find the language before a command makes its options: their help is in it too."""
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    early.add_argument("--lang", nargs="?")
    with contextlib.suppress(Unknown):  # who reads the options says so
        speak_to_reader(early.parse_known_args(words)[0].lang, usual())


def usual() -> str:
    """The language that pytest.ini of the course names, if it names one."""
    return setting(home().parent, "lang")


def add_option(parser: argparse.ArgumentParser) -> None:
    """--lang, for a command."""
    parser.add_argument("--lang", choices=languages(), help=say("the language that it speaks (default: the system's)"))


def system_language(environment: Mapping[str, str]) -> str:
    """The system's language, if there are catalogs for it; else English."""
    named = next((value for name in ENVIRONMENT if (value := environment.get(name))), "") or _of_windows()
    found = named.partition(":")[0].replace("-", "_").partition("_")[0].partition(".")[0]
    return found if found in languages() else ENGLISH


def can_show(language: str, encoding: str | None) -> bool:
    """Whether a console that speaks this encoding can show a language. None: nobody knows what it speaks."""
    sample = catalog(ROOT / "harness" / LOCALE / language).translated("", SAMPLE)
    try:
        sample.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _of_windows() -> str:
    """The language of its menus; empty on another system."""
    if os.name != "nt":
        return ""
    import ctypes  # of no use elsewhere

    windows: Any = ctypes
    return locale.windows_locale.get(windows.windll.kernel32.GetUserDefaultUILanguage(), "")

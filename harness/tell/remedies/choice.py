"""The remedy that fits an error best, as sentences for the student."""

from __future__ import annotations

from collections.abc import Mapping

from harness.case import Case, Error
from harness.language import keys
from harness.language.lists import one_of
from harness.language.speech import say, say_record
from harness.tell.remedies.names import names, sizes
from harness.tell.remedies.remedy import Remedy, remedies

NO_SCRIPT = ("import ", "from ", "class ", "def ", "@")  # how lines begin that every file has
MOST_LETTERS = 2  # of equal size, before a number is shown without them


def advice(error: Error, case: Case) -> str:
    """A sentence or two, or nothing."""
    fitting = fitting_remedies(error, case)
    if fitting:
        return _filled(*fitting[0], sizes(case))
    advised = "__main__" in error.message or not is_script(error)
    return "" if advised else say("This line runs when the file is imported: {remedy}.", remedy=under_main())


def under_main() -> str:
    """What to do about a script in a file of classes."""
    return say("put it under `if __name__ == '__main__':`")


def fitting_remedies(error: Error, case: Case) -> list[tuple[Remedy, dict[str, str]]]:
    """Those that fit, with what they found. First comes what asks most of an error, and of equals the earlier one."""
    script = is_script(error)
    each = [
        (remedy, found)
        for remedy in remedies()
        if remedy.script or not script
        if (found := remedy.found(error, lambda owner: names(error, case, owner))) is not None
    ]
    return sorted(each, key=lambda fitting: -fitting[0].conditions)


def is_script(error: Error) -> bool:
    """Whether a statement that is no definition raised it while a file was imported."""
    if error.stage != "import" or not error.frames or "SyntaxError" in error.kinds:
        return False
    return not error.frames[0].code.startswith(NO_SCRIPT)


def _filled(remedy: Remedy, found: Mapping[str, str], size: Mapping[str, int]) -> str:
    """The advice with all that it names. A number is told with the letters that stand for it."""
    told = {name: _lettered(text, size) if name.startswith("n_") else text for name, text in found.items()}
    advised = say_record(keys.remedy(remedy.name), remedy.advice, **told)
    if not remedy.sizes or not size:
        return advised
    return f"{advised} {say('Here {sizes}.', sizes=', '.join(f'{name} = {value}' for name, value in size.items()))}"


def _lettered(number: str, size: Mapping[str, int]) -> str:
    letters = [name for name, value in size.items() if str(value) == number]
    return f"{number} ({one_of(letters)})" if 0 < len(letters) <= MOST_LETTERS else number

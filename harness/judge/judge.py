"""One claim, put to one implementation: does it hold, and whose fault is it if not?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from harness.case import CannotRun, Error, NeverRuns
from harness.compare.close import Different
from harness.compare.promised import broken_promise
from harness.course import Todo, course
from harness.draw.check import SHRINKING_SECONDS, Check
from harness.draw.example import Examples, Failure
from harness.draw.recorder import Recorder
from harness.judge.dependencies import leans_on, replaceable
from harness.judge.faults import Diagnosis
from harness.judge.gave import gave
from harness.judge.naming import Names
from harness.judge.ready_made import used
from harness.judge.slips import Slip
from harness.language import keys
from harness.language.lists import all_of
from harness.language.speech import say, say_record
from harness.tell.explain import code, explain, is_told
from harness.tell.results import Claim, Telling, Verdict, decide, to_try, told
from harness.tell.stopped import headline
from harness.tell.wrong_entries import EXAMPLES, reading

LAST_LINE = 10**6  # a submission says where it stopped


@dataclass(frozen=True)
class Judgement:
    """What was found of a claim, and the words for the student.

    broken: it fails, whatever stands in for earlier classes. drawn: the examples until it broke. slip: the known
    mistake. fault: what the check itself raised, which is nobody's mistake but ours. All else is as a Claim has it.
    """

    todo: Todo
    broken: bool = False
    message: str = ""
    waits_for: tuple[int, ...] = ()
    leans_on: tuple[int, ...] = ()
    replaced: tuple[int, ...] = ()
    drawn: int = 0
    slip: Slip | None = None
    headline: str = ""
    fault: BaseException | None = None
    code: str = ""
    about: str = ""
    file: str = ""
    line: int = 1
    telling: int = Telling.DERIVED
    gave: str = ""
    used: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """While nothing is known of earlier TODOs."""
        return decide(self.todo.number, self.broken, self.waits_for, self.replaced)

    @property
    def said(self) -> str:
        """All that is said of it."""
        return told(self.message, *in_words(self.slip)) + to_try(self.code)

    def told(self, name: str, sentence: str | None, seconds: float, seed: str, replay: str, planned: int) -> Claim:
        """What the results keep of it. sentence: the claim's docstring; its name stands in for one that is missing."""
        called, mistake, hint = in_words(self.slip)
        return Claim(
            todo=self.todo.number,
            name=name,
            sentence=say_record(keys.claim(name), " ".join((sentence or name).split())),
            seconds=seconds,
            seed=seed,
            replay=replay,
            planned=planned,
            verdict=self.verdict,
            message=self.message,
            headline=self.headline,
            code=self.code,
            waits_for=self.waits_for,
            leans_on=self.leans_on,
            replaced=self.replaced,
            about=self.about,
            file=self.file,
            line=self.line,
            slip=self.slip.title if self.slip else "",
            called=called,
            mistake=mistake,
            hint=hint,
            telling=int(self.telling),
            gave=self.gave,
            used=self.used,
        )


def in_words(slip: Slip | None) -> tuple[str, str, str]:
    """The title of a slip, what its author misunderstood, and the hint, in the reader's language."""
    if slip is None:
        return "", "", ""
    titles = [_in_words(part, "title", part.title) for part in slip.parts]
    mistakes = [_in_words(part, "mistake", part.mistake) for part in slip.parts]
    hints = [_in_words(part, "hint", part.hint) for part in slip.parts]
    return all_of(titles), _told_together(mistakes), " ".join(dict.fromkeys(hints))


def _told_together(mistakes: Sequence[str]) -> str:
    if len(mistakes) == 1:
        return mistakes[0]
    one, other = mistakes
    return say("There are two, and each is told as if it were alone. {one} {other}", one=one, other=other)


def _in_words(slip: Slip, part: str, text: str) -> str:
    return say_record(keys.slip(slip.class_name, slip.name, part), text)


def judge(
    check: Check, impl: Recorder, todo: Todo, bank: Names | None = None, shrinking: float = SHRINKING_SECONDS
) -> Judgement:
    """Run a check; where it fails, find out whether an earlier TODO is to blame.

    If the implementation passes once its earlier classes are replaced by stand-ins, a wrong answer of theirs costs this
    TODO nothing (held, unless their TODOs turn out to be done), and an earlier class that cannot run blocks it. If it
    fails all the same, the fault is its own, unless it rests on an earlier TODO in a way that no stand-in replaces.
    With a bank, its mistake is named.
    """
    subject = impl.impl
    failure = check.first_failure(impl, shrinking)
    if failure is None:
        return Judgement(todo, used=used(subject, todo, impl.asked))
    if still_open := _still_open(failure, todo):
        return still_open
    classes = replaceable(subject, todo)
    alone = impl.over(classes) if classes else impl
    own = check.first_failure(alone, shrinking) if classes else failure
    if own is not None:
        if still_open := _still_open(own, todo):
            return still_open
        own = _attributed(own)
        if waits_for := _waits_for(own, todo):
            return Judgement(todo, message=explain(own), waits_for=waits_for)
        return _broken(check, own, alone, todo, bank)
    error = _error(failure)
    if error is None or error.kinds[0] == "ContractBroken":
        owners = tuple(dict.fromkeys(course().todo_of_class(name).number for name in classes))
        return Judgement(todo, message=explain(failure), replaced=owners)
    return Judgement(todo, message=explain(failure), waits_for=_owners(error, classes))


def _broken(check: Check, failure: Failure, impl: Recorder, todo: Todo, bank: Names | None) -> Judgement:
    """That the implementation is wrong, and all that can be said of it."""
    examples = cache(lambda: check.first_examples(impl, EXAMPLES))
    known, read = _recognized(check, failure, impl, todo, bank, examples) if bank else (Diagnosis(), "")
    said = [known.words, read, explain(failure)]
    file, line = _place(failure, todo)
    return Judgement(
        todo,
        broken=True,
        message="\n\n".join(filter(None, said)),
        leans_on=leans_on(impl.impl, todo),
        drawn=failure.drawn,
        slip=known.slip,
        headline=_headline(failure),
        fault=None if is_told(failure.exception) else failure.exception,
        code=code(failure, impl.impl.folder),
        file=file,
        line=line,
        telling=_telling(failure, known),
        gave="" if known.slip or bank is None else _gave(failure, examples),
    )


def _telling(failure: Failure, known: Diagnosis) -> Telling:
    if known.slip:
        return Telling.NAMED
    if _error(failure) or any(case.inspected for case in failure.cases):
        return Telling.BUILT
    if known.words:
        return Telling.LOCATED
    return Telling.COMPARED if isinstance(failure.exception, Different) else Telling.DERIVED


def _error(failure: Failure) -> Error | None:
    return failure.exception.error if isinstance(failure.exception, (CannotRun, NeverRuns)) else None


def _still_open(failure: Failure, todo: Todo) -> Judgement | None:
    """That a claim ran into a method of its own TODO, or of an earlier one, that is still to be written."""
    error = _error(failure)
    if error is None or error.open is None or error.open.todo not in range(1, todo.number + 1):
        return None
    return Judgement(todo, message=explain(failure), waits_for=(error.open.todo,), about=error.open.method)


def _attributed(failure: Failure) -> Failure:
    """What a check that compares nothing raises, where shapes or types are not those of the interface, in words."""
    said = "" if is_told(failure.exception) else broken_promise(failure.cases, failure.outcomes)
    return replace(failure, exception=AssertionError(said)) if said else failure


def _headline(failure: Failure) -> str:
    error = _error(failure)
    return headline(error, failure.cases[-1]) if error else ""


def _place(failure: Failure, todo: Todo) -> tuple[str, int]:
    """The first line in the files of a TODO that led to an error."""
    error = _error(failure)
    steps = [(frame.file.removesuffix(".py"), frame.line) for frame in error.frames] if error else []
    return next((step for step in steps if step[0] in todo.files and 0 < step[1] <= LAST_LINE), ("", 1))


def _waits_for(failure: Failure, todo: Todo) -> tuple[int, ...]:
    """The earlier TODO that the claim itself asked, in vain, such as the first version that the second is to beat."""
    if _error(failure) is None or not failure.cases:
        return ()
    asked = failure.cases[-1].build
    owner = None if asked.stand_in else course().todo_of_file(course().contracts[asked.name].file)
    return (owner.number,) if owner and owner.number < todo.number else ()


def _gave(failure: Failure, examples: Examples) -> str:
    if any(case.training for case in failure.cases):
        return ""  # to train once more is dear
    try:
        return gave(failure, examples() if isinstance(failure.exception, Different) else ())
    except Exception:
        return ""  # what cannot be written down is like nothing else


def _recognized(
    check: Check, failure: Failure, impl: Recorder, todo: Todo, bank: Names, examples: Examples
) -> tuple[Diagnosis, str]:
    """What is wrong, as far as it is known; and without a name, what the wrong entries have in common, in words."""
    if isinstance(failure.exception, NeverRuns) or any(case.training for case in failure.cases):
        return Diagnosis(), ""  # an exact claim names it, and more cheaply
    try:
        known = bank.diagnose(check, failure, impl, todo, examples)
        differs = not known.slip and isinstance(failure.exception, Different)
        return known, reading(failure, examples()) if differs else ""
    except Exception:
        return Diagnosis(), ""  # what cannot even be compared is no known mistake, and nothing is read from it


def _owners(error: Error, classes: tuple[str, ...]) -> tuple[int, ...]:
    """The earlier TODO in whose file the error arose, before the other candidates."""
    arose = [course().todo_of_file(frame.file.removesuffix(".py")) for frame in error.frames[::-1]]
    borrowed = [course().todo_of_class(name).number for name in classes]
    numbers = [todo.number for todo in arose if todo and todo.number in borrowed]
    return tuple(dict.fromkeys([*numbers, *borrowed]))

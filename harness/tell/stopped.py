"""From the error that ended a case to words."""

from __future__ import annotations

from collections.abc import Iterator

from harness.case import Build, Case, Error
from harness.course import course
from harness.language.lists import one_of
from harness.language.speech import say, say_again
from harness.tell.remedies.choice import advice, is_script, under_main
from harness.tell.snippet import call_of

LATE = ("CpuTimeUp", "TimeUp")  # kinds of error: it ran, or waited, for too long
TOLD = ("ContractBroken", *LATE)  # of which the message says all


def headline(error: Error, case: Case) -> str:
    """What stops, or does not end; empty where it runs but breaks a promise of the interface, or is not written yet."""
    if error.kinds[0] == "ContractBroken" or error.open:
        return ""
    name = _called(case)
    if error.stage == "import":
        return say("{files} cannot be imported:", files=_files(case.build))
    training = say("The training of {name}", name=name)
    what = {"construction": f"{name}.__init__", "loading weights": name, "training": training}
    called = what.get(error.stage, f"{name}.{error.stage}")
    if error.kinds[0] in LATE:
        return say("{what} does not end:", what=called)
    return say("{what} stops with an error:", what=called)


def words(error: Error, case: Case) -> str:
    """What happened, the lines that led there, and what to do about it, where that is known."""
    return "\n".join(_lines(error, case))


def _lines(error: Error, case: Case) -> Iterator[str]:
    if error.open:
        yield say("Still to be written: {method}", method=error.message)
        return
    yield _happened(error, case)
    for frame in error.frames:
        yield f"  {say('{file}, line {line}:', file=frame.file, line=frame.line)}  {frame.code}"
    if said := "" if error.kinds[0] in LATE else advice(error, case):
        yield f"\n{said}"


def _happened(error: Error, case: Case) -> str:
    if error.frames and error.kinds[0] == "BdbQuit":
        left = error.frames[-1]
        return say(
            "a breakpoint is left in line {line} of {file}; `pytest -s` stops there", line=left.line, file=left.file
        )
    if error.kinds[0] in LATE and is_script(error):
        return _endless(error)
    kind = "" if error.kinds[0] in TOLD else error.kinds[0]
    raised = ": ".join(part for part in (kind, _message(error)) if part)
    call = call_of(case.build)
    doing = {
        "import": say("{files} cannot be used: {raised}", files=_files(case.build), raised=raised),
        "construction": say("{call} raised {raised}", call=call, raised=raised) if kind else f"{call}: {raised}",
        "loading weights": raised,
        "training": say("The training broke off: {raised}", raised=raised),
    }
    return doing.get(error.stage, f"{_called(case)}.{error.stage}: {raised}")


def _endless(error: Error) -> str:
    """That a file does not come to its end when it is imported."""
    script = error.frames[0]
    places = {"file": script.file, "line": script.line, "remedy": under_main()}
    if "asleep" in error.message:
        return say("{file} waits for something when it is imported (line {line}): {remedy}", **places)
    return say(
        "{file} runs a training script, or an endless loop, when it is imported (line {line}): {remedy}", **places
    )


def _message(error: Error) -> str:
    """In the reader's language, where it is of ours; what the implementation itself says stays as it is."""
    return error.message if error.raised else say_again(error.message)


def _called(case: Case) -> str:
    """The class whose method is called; of instances that are called in turns, that of one."""
    build: Build = case.build.args.get("one", case.build)
    return build.name


def _files(build: Build) -> str:
    """The implementation's own files that a build needs."""
    own = dict.fromkeys(f"{course().contracts[part.name].file}.py" for part in build.parts if not part.stand_in)
    return one_of([*own])

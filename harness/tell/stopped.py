"""From the error that ended a case to words."""

from __future__ import annotations

from collections.abc import Iterator

from harness.case import Build, Case, Error
from harness.course import course
from harness.tell.remedies.choice import UNDER_MAIN, advice, is_script
from harness.tell.snippet import call_of

LATE = ("CpuTimeUp", "TimeUp")  # kinds of error: it ran, or waited, for too long
TOLD = ("ContractBroken", *LATE)  # of which the message says all


def headline(error: Error, case: Case) -> str:
    """What stops, or does not end; empty where it runs but breaks a promise of the interface, or is not written yet."""
    if error.kinds[0] == "ContractBroken" or error.open:
        return ""
    name = _called(case)
    if error.stage == "import":
        return f"{_files(case.build)} cannot be imported:"
    what = {"construction": f"{name}.__init__", "loading weights": name, "training": f"The training of {name}"}
    does = "does not end:" if error.kinds[0] in LATE else "stops with an error:"
    return f"{what.get(error.stage, f'{name}.{error.stage}')} {does}"


def words(error: Error, case: Case) -> str:
    """What happened, the lines that led there, and what to do about it, where that is known."""
    return "\n".join(_lines(error, case))


def _lines(error: Error, case: Case) -> Iterator[str]:
    if error.open:
        yield f"Still to be written: {error.message}"
        return
    yield _happened(error, case)
    yield from (f"  {frame.file}, line {frame.line}:  {frame.code}" for frame in error.frames)
    if said := "" if error.kinds[0] in LATE else advice(error, case):
        yield f"\n{said}"


def _happened(error: Error, case: Case) -> str:
    if error.frames and error.kinds[0] == "BdbQuit":
        return (
            f"a breakpoint is left in line {error.frames[-1].line} of {error.frames[-1].file}; `pytest -s` stops there"
        )
    if error.kinds[0] in LATE and is_script(error):
        script = error.frames[0]
        does = "waits for something" if "asleep" in error.message else "runs a training script, or an endless loop,"
        return f"{script.file} {does} when it is imported (line {script.line}): {UNDER_MAIN}"
    kind = "" if error.kinds[0] in TOLD else error.kinds[0]
    raised = ": ".join(part for part in (kind, error.message) if part)
    doing = {
        "import": f"{_files(case.build)} cannot be used: {raised}",
        "construction": f"{call_of(case.build)}{' raised' if kind else ':'} {raised}",
        "loading weights": raised,
        "training": f"The training broke off: {raised}",
    }
    return doing.get(error.stage, f"{_called(case)}.{error.stage}: {raised}")


def _called(case: Case) -> str:
    """The class whose method is called; of instances that are called in turns, that of one."""
    build: Build = case.build.args.get("one", case.build)
    return build.name


def _files(build: Build) -> str:
    """The implementation's own files that a build needs."""
    own = dict.fromkeys(f"{course().contracts[part.name].file}.py" for part in build.parts if not part.stand_in)
    return " or ".join(own)

"""Whatever a submission does with its time, its memory and its channel: it is told, and the grader goes on."""

import time

import pytest
from head import X, head, said

from harness.compare.side_by_side import side_by_side
from harness.grading.sandbox.worker import Worker
from spec.claims.attention import second_version
from spec.costs import standard

pytestmark = pytest.mark.sandbox
clock = pytest.mark.clock


ENDINGS = {
    "exit": ("os._exit(0)", "Died: the process exited with status 0 before it answered"),
    "segfault": ("import ctypes; ctypes.string_at(0)", "Died: the process was killed by SIGSEGV before it answered"),
    "memory": ("return torch.zeros(2**40)", "RuntimeError: "),
    "gigantic": ("return torch.zeros(1).expand(10**10)", "RuntimeError: "),
    "recursion": ("return self(x)", "RecursionError: "),
    "a loop": ("while True: pass", "CpuTimeUp: still running after its time is up"),
    "a loop that hears no signal": (
        "import signal; signal.signal(signal.SIGPROF, signal.SIG_IGN)\nwhile True: pass",
        "TimeUp: still running after 0.3",
    ),
    "one long call": ("torch.ones(4000, 4000).matrix_power(10**9)", "TimeUp: still running after 0.3"),
    "asleep": ("import time; time.sleep(1000)", "CpuTimeUp: "),
    "output": ("while True: print('x' * 10**6)", "TooMuchOutput: it printed more than"),
    "a forged frame": ("[os.write(fd, b'x' * 100) for fd in map(int, '3456') if writable(fd)]", "Malformed: "),
}


WRITABLE = """
    def writable(fd):
        try:
            return os.fstat(fd) is not None
        except OSError:
            return False
"""


@pytest.mark.parametrize(("body", "words"), ENDINGS.values(), ids=ENDINGS)
def test_whatever_ends_a_worker_is_told_and_the_next_one_answers(hurried, submitted, body, words):
    assert said(submitted(head_v2=head(body, WRITABLE))(X)).startswith(words)
    assert submitted()(X).error is None


def test_an_answer_before_the_question_is_malformed(submitted):
    forged = "frame = sys._getframe()\nwhile 'channel' not in frame.f_locals: frame = frame.f_back\n"
    forged += "Answer, Outcome = frame.f_globals['Answer'], frame.f_globals['Outcome']\n"
    forged += "for _ in range(2): frame.f_locals['channel'].write(Answer((Outcome((), {}, ()),)))\n"
    forged += "return x"
    assert said(submitted(head_v2=head(forged))(X)).startswith("Malformed: 1 calls were made, and 0 were answered")


@clock
def test_parsing_is_in_the_budget(submitted, answers, monkeypatch):
    monkeypatch.setattr("harness.grading.sandbox.isolated.PARSING_SECONDS", 0.2)
    monkeypatch.setattr("harness.grading.sandbox.isolated.ALL_PARSING", 0.6)
    long = 'x = f"' + "{a}" * 80_000 + '"'
    impl = submitted(**dict.fromkeys(answers.sources, long))
    assert {impl.imports(file) for file in answers.sources} == {()}
    assert 0.2 < impl.session.in_all < 2


@clock
def test_little_time_may_be_left_for_what_is_still_to_be_found_out(submitted):
    impl = submitted(head_v2=head("sum(range(10**6)); return x"))
    assert [impl(X).error for _ in range(5)] == [None] * 5
    impl.session.leave(0.01)
    assert impl(X).error is None
    assert said(impl(X)).endswith("seconds have been spent on this claim")


@clock
def test_many_short_sleeps_are_one_long_one(submitted, monkeypatch):
    monkeypatch.setattr("harness.grading.sandbox.isolated.ALL_ASLEEP", 0.5)
    impl = submitted(head_v2=head("import time; time.sleep(0.2); return x"))
    outcomes = [impl(X) for _ in range(5)]
    assert outcomes[0].error is None
    assert said(outcomes[-1]) == "TimeUp: asleep for 0.5 seconds in all: what does it wait for?"


@clock
def test_work_is_no_sleep(submitted):
    impl = submitted(head_v2=head("return sum(i for i in range(10**6)) + x"))
    impl(X)
    assert impl.session.asleep < 0.5 * impl.session.in_all


@clock
def test_what_a_worker_had_run_when_it_was_ended_is_no_sleep(hurried, submitted):
    """It holds the signal off that would raise CpuTimeUp, so that it has to be killed."""
    impl = submitted(head_v2=head("signal.signal(signal.SIGPROF, signal.SIG_IGN)\nwhile True: pass", "import signal"))
    assert said(impl(X)).startswith("TimeUp: still running")
    assert impl.session.asleep < 0.5 * impl.session.in_all


def test_a_kernel_that_does_not_say_who_waits_for_a_core_is_borne(submitted, monkeypatch):
    monkeypatch.setattr("harness.grading.sandbox.deadline._opened", lambda path: None)
    assert submitted()(X).error is None


@clock
def test_the_clock_is_the_kernels(submitted):
    """A submission that sets every clock back is as slow as it is."""
    cheat = """
        import time
        time.thread_time = time.process_time = time.perf_counter = time.time = lambda: 0.0
    """
    body = "for _ in range(400): y = x @ torch.ones(16, 16)\nreturn torch.cumsum(x, 1) / torch.arange(1, 33)[:, None]"
    impl, right = submitted(head_v2=head(body, cheat)), submitted()
    case = standard("HeadVer2")
    rounds = [side_by_side(impl, case, right, case)() for _ in range(3)]
    assert all(mine > theirs > 0 for mine, theirs in rounds)


@clock
def test_what_is_timed_begins_when_the_inputs_are_there(submitted, answers):
    """A slow constructor costs nothing in a race."""
    slow = answers.sources["multi_head_v2"].replace(
        "super().__init__()", "super().__init__(); torch.randn(3000, 3000) @ torch.randn(3000, 300)"
    )
    impl, right = submitted(multi_head_v2=slow), submitted()
    case = second_version(standard("MultiHeadVer1"))
    mine, theirs = min(side_by_side(impl, case, right, case)() for _ in range(3))
    assert mine < 5 * theirs


@clock
def test_a_worker_is_ready_within_60_ms_of_cpu_time(zygote):
    def ready():
        before = time.monotonic()
        worker = Worker.forked(zygote)
        seconds = time.monotonic() - before
        worker.close()
        return seconds

    assert min(ready() for _ in range(10)) < 0.06

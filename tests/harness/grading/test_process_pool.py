"""Work is done side by side, what is found comes back, and a process that fails takes no other with it."""

import multiprocessing
import os
import signal
import socket
import struct
import time

import pytest

from harness.grading import process_pool
from harness.grading.judged import Judged
from harness.grading.process_pool import ProcessPool
from harness.grading.sandbox.worker import Zygote
from harness.tell.results import Claim


class Tool:
    """In place of a zygote."""

    def __init__(self, name):
        self.name, self.closed = name, False

    def close(self):
        self.closed = True


@pytest.fixture
def tools():
    return [Tool("a"), Tool("b")]


@pytest.fixture
def pool(tools):
    pool = ProcessPool(list(tools), lambda: Tool("another"))
    yield pool
    pool.close()


def drained(pool):
    found = {}
    while pool.busy:
        key, text = pool.next()
        found[key] = text
    return found


def test_what_is_found_comes_back_with_its_key(pool):
    pool.begin(1, lambda tool: f"{tool.name} in {os.getpid()}")
    pool.begin(2, lambda tool: "ä" * 10**6)
    assert not pool.free
    found = drained(pool)
    assert found[1].startswith("b in ") and str(os.getpid()) not in found[1]
    assert found[2] == "ä" * 10**6


def test_the_first_that_is_done_comes_first(pool):
    may_end = multiprocessing.get_context("fork").Event()
    pool.begin("slow", lambda tool: "" if may_end.wait(60) else "it waited in vain")
    pool.begin("fast", lambda tool: "")
    assert pool.next()[0] == "fast"
    may_end.set()
    assert pool.next() == ("slow", "")


def fails(tool):
    raise ValueError("broken job")


@pytest.mark.parametrize("work", [fails, lambda tool: os.kill(os.getpid(), signal.SIGKILL), lambda tool: os._exit(0)])
def test_a_process_that_fails_finds_nothing_and_its_tool_is_replaced(pool, tools, work):
    pool.begin(1, work)
    assert pool.next() == (1, None)
    assert [tool.closed for tool in tools].count(True) == 1
    pool.begin(2, lambda tool: tool.name)
    assert pool.next() == (2, "another")


def test_a_process_without_a_worker_says_so_in_a_sentence(pool, capfd):
    ours, theirs = socket.socketpair()
    theirs.close()
    gone = Zygote(None, ours)  # as where the kernel ended it for want of memory
    for ask in (lambda tool: gone.fork("serve"), lambda tool: gone.status(1)):
        pool.begin(1, ask)
        assert pool.next() == (1, None)
        said = capfd.readouterr().err
        assert said.count("\n") == 1 and "too little memory" in said
    ours.close()


def test_a_process_that_dies_in_the_middle_of_its_words_finds_nothing(pool, monkeypatch):
    def half(connection, words):
        os.write(connection.fileno(), struct.pack("!i", len(words)) + words[:1])
        os._exit(0)

    monkeypatch.setattr("multiprocessing.connection.Connection.send_bytes", half)
    pool.begin(1, lambda tool: "found")
    assert pool.next() == (1, None)


def test_a_process_that_hangs_is_ended_and_its_neighbour_goes_on(pool, tools, monkeypatch, capfd):
    monkeypatch.setattr(process_pool, "LONGEST", 0.2)
    pool.begin("hangs", lambda tool: time.sleep(600))
    monkeypatch.setattr(process_pool, "LONGEST", 60.0)
    pool.begin("works", lambda tool: time.sleep(0.5) or "found")
    assert pool.next() == ("hangs", None)
    assert "said nothing" in capfd.readouterr().err
    assert pool.next() == ("works", "found")
    assert [tool.closed for tool in tools] == [False, True]


def test_where_no_process_can_be_had_the_zygote_stays_free(pool, monkeypatch):
    monkeypatch.setattr(os, "fork", lambda: (_ for _ in ()).throw(OSError("Cannot allocate memory")))
    for _ in range(3):
        with pytest.raises(OSError, match="memory"):
            pool.begin(1, lambda tool: "")
    assert pool.free and not pool.busy


def test_what_is_still_at_work_is_ended(pool):
    ours, theirs = multiprocessing.Pipe(duplex=False)
    pool.begin(1, lambda tool: theirs.send(os.getpid()) or time.sleep(1000) or "")
    number = ours.recv()
    pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_what_was_found_reads_as_it_was_written():
    claim = Claim(3, "test_x", "It holds.", "broken", 0.1, "7", message="\x1b[1m ü \ud800", waits_for=(1, 2))
    found = Judged((claim,), printed="a\0b", spent=1.25, speedup=3.5)
    assert Judged.read(found.text) == found

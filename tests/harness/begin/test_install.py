"""Torch's CPU build is taken where its index answers, and nobody waits for one that does not."""

import socket
import time

import pytest

from harness.begin import install
from harness.begin.install import answers, cpu_build


@pytest.fixture(autouse=True)
def forgotten():
    yield
    cpu_build.cache_clear()


@pytest.fixture
def silent():
    """The address of a server that takes a call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def at(address, monkeypatch):
    """The index is there."""
    monkeypatch.setattr(install, "cpu_index", lambda root: address)


def test_an_index_that_answers_is_given_to_pip(index, monkeypatch):
    at(index[1], monkeypatch)
    given = []
    monkeypatch.setattr(install.subprocess, "call", lambda words, cwd: given.append(words))
    monkeypatch.setattr(install.sys, "platform", "linux")
    install.install("python", ["torch"])
    assert given[0][-4:] == ["install", "--extra-index-url", index[1], "torch"]


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_elsewhere_pypis_is_for_the_cpu(index, system, monkeypatch):
    at(index[1], monkeypatch)
    assert (cpu_build("linux"), cpu_build(system)) == (index[1], "")


def test_an_index_without_torch_is_none(index, monkeypatch):
    (index[0] / "torch").rmdir()
    at(index[1], monkeypatch)
    assert cpu_build("linux") == ""


def test_nobody_waits_for_an_index_that_says_nothing(silent):
    began = time.monotonic()
    assert not answers(silent, patience=0.2)
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://no-such-host.invalid", "no address"])
def test_an_address_where_nobody_is_is_none(address):
    assert not answers(address)

"""The texts that a NanoGPT learns: the play and what is known of it, and Shakespeare, fetched and checked."""

import hashlib
import sys
import threading
from collections import Counter
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from math import exp, log

import pytest

from spec.train import texts
from spec.train.play import CAST, EXCHANGES, Draws, play
from spec.train.settings import CannotTrain

SONNET = b"Shall I compare thee to a summer's day?\n"


class Every(Draws):
    """Goes through all that can be drawn, one way after another."""

    def __init__(self, way):
        super().__init__(seed=0)
        self.way, self.widths = way, []

    def one_of(self, options):
        self.widths.append(len(options))
        self.surprise += log(len(options))
        return options[self.way[len(self.widths) - 1] if len(self.widths) <= len(self.way) else 0]


def all_ways(drawn):
    """What each way of drawing makes, with its surprise: the last choice changes first, as in an odometer."""
    way = ()
    while way is not None:
        draws = Every(way)
        made = drawn(draws)
        yield made, draws.surprise
        way = [*way, *[0] * (len(draws.widths) - len(way))]
        while way and way[-1] == draws.widths[len(way) - 1] - 1:
            way.pop()
        way = (*way[:-1], way[-1] + 1) if way else None


def test_no_two_ways_of_drawing_make_the_same_lines_so_that_the_floor_is_the_entropy():
    made = Counter()
    for exchange in EXCHANGES:
        ways = list(all_ways(partial(exchange, speaker="fox", other="owl")))
        made.update(lines for lines, _ in ways)
        assert sum(exp(-surprise) for _, surprise in ways) == pytest.approx(1)
    assert len(made) == 10_548
    assert set(made.values()) == {1}


def test_the_same_seed_gives_the_same_play_and_its_floor_is_a_mean_over_its_characters():
    first, again, other = play(2000, seed=0), play(2000, seed=0), play(2000, seed=1)
    assert first == again
    assert first.text != other.text
    assert len(first.text) >= 2000 and first.text.endswith("\n\n")
    assert play(20_000, seed=0).floor == pytest.approx(play(20_000, seed=1).floor, rel=0.1)


def test_a_short_play_is_as_surprising_as_its_choices():
    scene = play(1, seed=3)
    header, *lines, _, _ = scene.text.split("\n")
    choices = log(len(CAST) * (len(CAST) - 1)) + log(6) + log(4) + len(lines) / 2 * (log(2) + log(len(EXCHANGES)))
    inside = scene.floor * len(scene.text) - choices
    assert header.startswith("The ") and len(lines) % 2 == 0
    assert len(lines) / 2 * log(36) - 1e-9 <= inside <= len(lines) / 2 * log(7200)


def test_the_play_is_found_by_its_name_and_any_other_name_is_a_file(tmp_path):
    assert len(texts.find("play").characters) >= texts.LENGTH
    assert texts.find("play").floor == pytest.approx(0.123, abs=0.001)
    path = tmp_path / "own.txt"
    path.write_text("한글\n", encoding="utf-8")
    assert texts.find(str(path)) == texts.Text("한글\n", None)


@pytest.fixture
def server(tmp_path, monkeypatch):
    """Serves SONNET on this machine, in place of the network; counts how often it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", str(len(SONNET)))
            self.end_headers()
            self.wfile.write(SONNET)

        def log_message(self, *args):
            pass

    served = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    monkeypatch.setattr(texts, "URL", f"http://127.0.0.1:{served.server_port}/input.txt")
    monkeypatch.setattr("pooch.os_cache", lambda name: tmp_path / name)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield asked
    served.shutdown()
    served.server_close()


def test_shakespeare_is_fetched_once_and_checked(server, monkeypatch):
    monkeypatch.setattr(texts, "SHA256", hashlib.sha256(SONNET).hexdigest())
    assert texts.find("shakespeare").characters == SONNET.decode()
    assert texts.find("shakespeare").characters == SONNET.decode()
    assert server == ["/input.txt"]


def test_another_file_than_shakespeare_is_refused(server):
    with pytest.raises(CannotTrain, match=r"^What was fetched is another file: its SHA-256 differs\. Or save"):
        texts.find("shakespeare")


def test_without_network_the_url_and_what_to_do_is_said(server, monkeypatch):
    monkeypatch.setattr(texts, "URL", "http://127.0.0.1:9/input.txt")
    by_hand = r"Or save the file by hand.*\n\n    http://127\.0\.0\.1:9/input\.txt\n    --text FILE$"
    with pytest.raises(CannotTrain, match=rf"^The text could not be fetched \(ConnectionError\)\. {by_hand}"):
        texts.find("shakespeare")


def test_without_pooch_the_same_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.raises(CannotTrain, match=r"^Fetching it needs pooch: python -m pip install pooch\. Or save the"):
        texts.find("shakespeare")

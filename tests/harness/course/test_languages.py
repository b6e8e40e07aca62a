"""The entropies of the languages are what theory says, and what a count over many drawn lines finds."""

import random
from collections import Counter, defaultdict
from itertools import pairwise
from math import factorial, log

import pytest

from spec.experiments.languages import (
    IGNORED,
    echoes,
    everything,
    last_token,
    last_token_and_all_in_no_order,
    nothing,
    rounds,
    squares,
    sums,
    tokens_in_no_order,
    walks,
)

DRAWN = 60_000


def drawn_walk(draw, length):
    """One of all walks over the 4 x 4 board, by trying: a step off the board or back ends the attempt."""
    while True:
        fields = [(draw.randrange(4), draw.randrange(4))]
        while len(fields) < length:
            x, y = fields[-1]
            dx, dy = draw.choice([(0, 1), (1, 0), (0, -1), (-1, 0)])
            field = (x + dx, y + dy)
            if field in fields or not (0 <= field[0] < 4 and 0 <= field[1] < 4):
                break
            fields.append(field)
        else:
            return "".join("abcdefghijklmnop"[4 * x + y] for x, y in fields)


def counted(lines, view):
    """The mean surprise at each character but the first, from the counts of what follows what is seen."""
    follows = defaultdict(Counter)
    for line in lines:
        for t in range(1, len(line)):
            follows[view(line[:t])][line[t]] += 1
    total = sum(sum(counts.values()) for counts in follows.values())
    return sum(-n * log(n / sum(counts.values())) for counts in follows.values() for n in counts.values()) / total


VIEWS = [
    (nothing, lambda so_far: ""),
    (last_token, lambda so_far: so_far[-1]),
    (tokens_in_no_order, lambda so_far: "".join(sorted(so_far))),
    (last_token_and_all_in_no_order, lambda so_far: so_far[-1] + "".join(sorted(so_far))),
    (everything, lambda so_far: so_far),
]


@pytest.fixture(scope="module")
def drawn_walks():
    draw = random.Random(1)
    return [drawn_walk(draw, 4) for _ in range(DRAWN)]


@pytest.mark.parametrize(("view", "plain"), VIEWS)
def test_the_entropy_of_walks_is_what_a_large_sample_counts(drawn_walks, view, plain):
    assert counted(drawn_walks, plain) == pytest.approx(walks(4, 4, 4).entropy(view), abs=0.01)


@pytest.mark.parametrize("n", [3, 4, 6])
def test_the_entropies_of_rounds_are_known(n):
    language, asked = rounds(n), 2 * n - 1
    assert len(set(language.text)) == factorial(n)
    assert language.entropy(everything) == pytest.approx(log(factorial(n - 1)) / asked)
    without_order = 2 * log(factorial(n - 1)) + log(n - 1)
    assert language.entropy(last_token_and_all_in_no_order) == pytest.approx(without_order / asked)
    assert language.entropy(tokens_in_no_order) == pytest.approx((2 * log(factorial(n - 1)) + log(n)) / asked)
    assert language.entropy(last_token) == pytest.approx(log(n - 1))


def test_a_walk_goes_to_the_next_field_and_never_back():
    language = walks(4, 4, 7)
    assert len(set(language.text)) == len(language.text) == 1248
    for line in language.text:
        fields = [divmod("abcdefghijklmnop".index(letter), 4) for letter in line]
        assert len(set(fields)) == 7
        assert all(abs(a - c) + abs(b - d) == 1 for (a, b), (c, d) in pairwise(fields))
    assert language.entropy(everything) == language.entropy(last_token_and_all_in_no_order)


def test_answers_follow_from_the_line_and_from_nothing_less():
    board, digits = squares(5), sums(10)
    assert {"ahc", "yau", "mmm"} <= set(board.text)
    assert {"3+4=7", "9+9=8"} <= set(digits.text)
    for language, answers in ((board, 25), (digits, 10)):
        assert language.entropy(everything) == 0
        assert language.entropy(nothing) == pytest.approx(log(answers))
        assert bool((language.targets[:, :-1] == IGNORED).all())
        assert language.targets[:, -1].equal(language.lines[:, -1])


def test_an_echo_follows_from_its_place_and_from_nothing_less():
    language = echoes(3, 4)
    assert "abcaabca" in language.text
    assert len(language.text) == 3**4
    assert language.entropy(everything) == pytest.approx(0, abs=1e-12)
    assert language.entropy(tokens_in_no_order) > 0.1


def test_what_is_learned_and_what_is_asked_have_no_line_in_common():
    known, asked = rounds(4).split(10, seed=1)
    assert (len(known.text), len(asked.text)) == (10, 14)
    assert set(known.text) | set(asked.text) == set(rounds(4).text)
    assert known.text == rounds(4).split(10, seed=1)[0].text != rounds(4).split(10, seed=2)[0].text

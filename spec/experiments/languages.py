"""Small languages of equally likely lines, and how well a model can predict them, by what it can see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import permutations, product
from string import ascii_lowercase, digits

import torch
from torch import Tensor

from harness.language.speech import to_say_again
from harness.language.template import filled

IGNORED = -100  # the target that cross-entropy leaves out

View = Callable[[Tensor], Tensor]  # the line so far (N, t) -> what is seen of it (N, k)


@dataclass(frozen=True, eq=False)
class Language:
    """All lines of a language, as the indices of their characters in the alphabet; each is as likely as the others.

    `rule` says in words what there is to be learned. A model is asked for every character but the first, or, with
    `answers`, for that many at the end of a line.
    """

    name: str
    rule: str
    alphabet: str
    lines: Tensor  # (N, L)
    answers: int | None = None

    @property
    def indices(self) -> Tensor:
        """What a model is given, (N, L - 1)."""
        return self.lines[:, :-1]

    @property
    def targets(self) -> Tensor:
        """What comes next, (N, L - 1); IGNORED where nobody is asked."""
        targets = self.lines[:, 1:].clone()
        if self.answers:
            targets[:, : -self.answers] = IGNORED
        return targets

    @property
    def sizes(self) -> dict[str, int]:
        """Those of a model of it."""
        return {"vocab_size": len(self.alphabet), "block_size": self.indices.shape[1]}

    @property
    def text(self) -> tuple[str, ...]:
        """The lines as they are read."""
        return tuple("".join(self.alphabet[token] for token in line) for line in self.lines.tolist())

    def split(self, number: int, seed: int) -> tuple[Language, Language]:
        """As many lines, drawn, and the others."""
        order = torch.randperm(len(self.lines), generator=torch.Generator().manual_seed(seed))
        drawn, others = self.lines[order[:number]], self.lines[order[number:]]
        return replace(self, lines=drawn), replace(self, lines=others)

    def entropy(self, view: View) -> float:
        """The lowest loss of a model that sees only this of the line so far, in nats a character that is asked for.

        It is the mean surprise of a reader who knows how often each character follows each view.
        """
        L = self.lines.shape[1]
        asked = range(1 if self.answers is None else L - self.answers, L)
        seen = torch.cat([self._numbered(view(self.lines[:, :t])) for t in asked])  # (N * asked)
        following = torch.cat([self.lines[:, t] for t in asked])  # (N * asked)
        contexts = seen.unique(return_inverse=True)[1]
        pairs = contexts * len(self.alphabet) + following
        of_context, of_pair = contexts.bincount()[contexts], pairs.bincount()[pairs]
        return float((of_context.double() / of_pair).log().mean())

    def _numbered(self, seen: Tensor) -> Tensor:
        """Each row (N, k) as one number (N) with the tokens as its digits."""
        base = len(self.alphabet) + 1
        assert base ** seen.shape[1] < 2**63, "a line is too long for a number of 64 bits"
        return ((seen + 1) * base ** torch.arange(seen.shape[1])).sum(dim=1)


def everything(so_far: Tensor) -> Tensor:
    """The whole line so far, in order."""
    return so_far


def nothing(so_far: Tensor) -> Tensor:
    """Not even the last token."""
    return so_far[:, :0]


def last_token(so_far: Tensor) -> Tensor:
    """All that a bigram table sees."""
    return so_far[:, -1:]


def tokens_in_no_order(so_far: Tensor) -> Tensor:
    """How often each token has come: all that the mean of the past can tell."""
    return so_far.sort(dim=1).values


def last_token_and_all_in_no_order(so_far: Tensor) -> Tensor:
    """All that attention can tell as long as no token knows its position."""
    return torch.cat([last_token(so_far), tokens_in_no_order(so_far)], dim=1)


def rounds(n: int) -> Language:
    """n letters in any order, and once more in the same order."""
    lines = torch.tensor([order * 2 for order in permutations(range(n))])
    rule = to_say_again("each letter once, in any order, and the same once more")
    name = filled(to_say_again("rounds of {n} letters"), {"n": n})
    return Language(name, rule, ascii_lowercase[:n], lines)


def echoes(letters: int, n: int) -> Language:
    """n of these letters, any of them as often as it comes, and once more in the same order."""
    lines = torch.tensor([word * 2 for word in product(range(letters), repeat=n)])
    rule = to_say_again("any letters, and the same once more")
    name = filled(to_say_again("echoes of {n} letters"), {"n": n})
    return Language(name, rule, ascii_lowercase[:letters], lines, answers=n)


def walks(rows: int, columns: int, length: int) -> Language:
    """Walks over a small board, as long as that: from any field to one beside it, never to the same one twice."""
    fields = list(product(range(rows), range(columns)))

    def near(a: int, b: int) -> bool:
        return sum(abs(x - y) for x, y in zip(fields[a], fields[b])) == 1

    ways: list[list[int]] = [[field] for field in range(len(fields))]
    for _ in range(length - 1):
        ways = [[*way, to] for way in ways for to in range(len(fields)) if near(way[-1], to) and to not in way]
    rule = to_say_again("to a field beside the last, never to the same one twice")
    name = filled(to_say_again("walks over {board}"), {"board": _board(rows, columns)})
    return Language(name, rule, ascii_lowercase[: len(fields)], torch.tensor(ways))


def squares(side: int) -> Language:
    """Letters on a square board: any two of them, then the one in the row of the first and the column of the second."""
    n = side * side
    lines = [[a, b, a // side * side + b % side] for a, b in product(range(n), repeat=2)]
    rule = to_say_again("two letters, then the row of the first and the column of the second")
    return Language(_board(side, side), rule, ascii_lowercase[:n], torch.tensor(lines), answers=1)


def sums(modulus: int) -> Language:
    """a+b=c, where c is the sum, less the modulus if need be."""
    plus, equals = modulus, modulus + 1
    lines = [[a, plus, b, equals, (a + b) % modulus] for a, b in product(range(modulus), repeat=2)]
    rule = filled(to_say_again("two digits and their sum modulo {n}"), {"n": modulus})
    name = filled(to_say_again("sums modulo {n}"), {"n": modulus})
    return Language(name, rule, f"{digits[:modulus]}+=", torch.tensor(lines), answers=1)


def _board(rows: int, columns: int) -> str:
    return "/".join(ascii_lowercase[i : i + columns] for i in range(0, rows * columns, columns))

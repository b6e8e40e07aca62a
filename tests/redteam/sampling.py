"""Which of many attacks one run tries."""

import os
import random
import secrets
from itertools import groupby
from operator import attrgetter

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or secrets.token_hex()  # the same in all processes of a run


def sample(config, attacks, times=1):
    """One in N of these attacks, as --sample asks for, or so many times as many; at least one."""
    many = min(len(attacks), -(-len(attacks) * times // config.getoption("--sample")))
    return random.Random(RUN).sample(attacks, many)


def sample_of_each_theme(config, bank, times=1):
    """The same of each theme. bank: theme by theme."""
    return [attack for _, theme in groupby(bank, attrgetter("theme")) for attack in sample(config, list(theme), times)]

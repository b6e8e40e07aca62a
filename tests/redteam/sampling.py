"""Which of many attacks one run tries."""

import os
import random
import secrets
from itertools import groupby
from operator import attrgetter

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or secrets.token_hex()  # the same in all processes of a run


def sample(config, attacks):
    """One in N of these attacks, as --sample asks for; at least one."""
    return random.Random(RUN).sample(attacks, -(-len(attacks) // config.getoption("--sample")))


def sample_of_each_theme(config, bank):
    """One in N of each theme, and at least one. bank: theme by theme."""
    return [attack for _, theme in groupby(bank, attrgetter("theme")) for attack in sample(config, list(theme))]

"""Which of many attacks one run tries."""

import os
import random
import secrets

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or secrets.token_hex()  # the same in all processes of a run


def sample(config, attacks):
    """One in N of these attacks, as --sample asks for; at least one."""
    return random.Random(RUN).sample(attacks, -(-len(attacks) // config.getoption("--sample")))

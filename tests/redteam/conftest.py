"""pytest --sample N: of the attacks that are tried where pytest imports them, one in N, chosen anew in each run.

With -n 2, what one command grades is graded in a process of its own: most attacks keep a core waiting.
"""

import os
import random
import re
import secrets

import pytest

SAMPLED = "test_where_pytest_imports_it_an_attack_gets_what_is_told"


def pytest_addoption(parser):
    parser.addoption(
        "--sample",
        type=int,
        default=1,
        metavar="N",
        help="try one in N of the attacks in process, chosen at random (default: all of them)",
    )


def pytest_collection_modifyitems(config, items):
    sampled = [item for item in items if item.name.startswith(SAMPLED)]
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or secrets.token_hex()  # the same in all processes of a run
    chosen = random.Random(run).sample(sampled, -(-len(sampled) // config.getoption("--sample")))
    left_out = [item for item in sampled if item not in chosen]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            group = re.search(r"\[(.*(full|degraded))\]$", nodeid)
            return group[1] if group else nodeid

    return ByGroup(config, log)

"""pytest --sample N: of the attacks that prove little more where they are tried again, one in N, anew in each run.

With -n 2, what one command grades is graded in a process of its own: most attacks keep a core waiting.
"""

import re

import pytest


def pytest_addoption(parser):
    parser.addoption(
        "--sample",
        type=int,
        default=1,
        metavar="N",
        help="of the attacks in process, and of each theme at isolation full, try one in N at random (default: all)",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            group = re.search(r"\[(.*(full|degraded))\]$", nodeid)
            return group[1] if group else nodeid

    return ByGroup(config, log)

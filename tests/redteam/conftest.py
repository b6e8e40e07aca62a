"""pytest --sample N: one attack in N of each theme, by chance, and ten in N without bubblewrap.

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
        help="try one attack in N of each theme, by chance, and ten in N without bubblewrap (default: all)",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadScopeScheduling

    class ByGroup(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            group = re.search(r"\[(.*(full|degraded))\]$", nodeid)
            return group[1] if group else nodeid

    return ByGroup(config, log)

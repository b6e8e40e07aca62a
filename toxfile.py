"""What tox does here besides what tox.ini says."""

from __future__ import annotations

import logging
from typing import Any

from tox.plugin import impl

USUAL = 2  # verbosity: tox -v says more


@impl
def tox_before_run_commands(tox_env: Any) -> None:
    """From here on tox is silent: the board says how it went, and is the last thing on the screen."""
    if tox_env.name in ("student", "watch") and tox_env.options.verbosity == USUAL:
        logging.disable(logging.CRITICAL)
        tox_env.options.quiet = USUAL

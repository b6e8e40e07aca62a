"""What the grader prints. A submission's words may be in it: they must not command GitHub's runner."""

from __future__ import annotations

import os
import secrets


def say(text: str) -> None:
    """Print it. On GitHub, lines that begin with two colons are orders to the runner, unless orders are stopped."""
    if os.environ.get("GITHUB_ACTIONS"):
        token = secrets.token_hex(16)
        text = f"::stop-commands::{token}\n{text}\n::{token}::"
    print(text, flush=True)

"""Draws the figures of the handout: python -m spec.drawing handout/figures"""

from __future__ import annotations

import argparse
from pathlib import Path

from spec.drawing.handout.all import write

parser = argparse.ArgumentParser(prog="python -m spec.drawing", description=__doc__)
parser.add_argument("folder", type=Path)
for path in write(parser.parse_args().folder):
    print(path)

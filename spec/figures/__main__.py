"""Draws the figures of the handout: python -m spec.figures handout/figures"""

from __future__ import annotations

import argparse
from pathlib import Path

from spec.figures.handout.all import write

parser = argparse.ArgumentParser(prog="python -m spec.figures", description=__doc__)
parser.add_argument("folder", type=Path)
for path in write(parser.parse_args().folder):
    print(path)

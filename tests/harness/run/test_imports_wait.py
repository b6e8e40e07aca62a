"""What takes long to import is imported by those alone who need it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
CODE = """
import sys, torch, spec.figures.plugin
from harness.run.call.meter import Meter
with Meter(): torch.ones(2) + 1
assert "matplotlib" not in sys.modules, "nobody has asked for figures"
assert "torch._dynamo" not in sys.modules, "torch's own dispatch modes import it, and take seconds"
"""


def test_a_run_imports_neither_matplotlib_nor_torch_s_compiler():
    subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, check=True, timeout=300)

import gc

from harness.plugin import OPTIONS

gc.disable()  # until torch is imported (harness.plugin.ladder): of half a million new objects none is garbage

pytest_plugins = [*OPTIONS, "spec.figures.plugin"]

import gc

gc.disable()  # until torch is imported (harness.plugin.ladder): of half a million new objects none is garbage

pytest_plugins = [
    "harness.plugin.ladder",
    "harness.plugin.benchmark",
    "harness.plugin.todo",
    "harness.plugin.next",
    "harness.plugin.hint",
    "harness.plugin.show",
]

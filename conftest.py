import gc

gc.disable()  # until torch is imported (spec.plugin): it makes half a million objects, and none of them is garbage

pytest_plugins = [
    "spec.plugin",
    "spec.bench",
    "spec.selection",
    "spec.next_up",
    "spec.asking",
    "spec.shown.plugin",
    "spec.drawing.plugin",
]

pytest_plugins = ["spec.plugin", "spec.bench", "spec.drawing.plugin"]

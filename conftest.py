pytest_plugins = ["spec.plugin", "spec.bench"]

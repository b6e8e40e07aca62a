"""How Hypothesis runs a claim. All of it is stated: what is left out it takes, where CI is set, from a profile of its
own."""

from hypothesis import Phase, settings

PROFILE = "ladder"

settings.register_profile(
    PROFILE,
    max_examples=100,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    report_multiple_bugs=False,
    print_blob=False,
    derandomize=False,
    suppress_health_check=(),
)
settings.load_profile(PROFILE)

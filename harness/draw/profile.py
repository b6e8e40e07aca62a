"""How Hypothesis runs a claim. All of it is stated: what is left out it takes, where CI is set, from a profile of its
own. No clock decides: a busy machine draws slowly."""

from hypothesis import HealthCheck, Phase, settings

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
    suppress_health_check=(HealthCheck.too_slow,),
)
settings.load_profile(PROFILE)

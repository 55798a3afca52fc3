"""How do properties look for counterexamples? By the same examples each time, without a clock."""

import os

from hypothesis import HealthCheck, settings

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)

# a busy machine must fail nothing, and a green commit must stay green
settings.register_profile("house", deadline=None, derandomize=True, suppress_health_check=SLOW)
# scripts/soak looks further, and elsewhere each time
settings.register_profile("soak", deadline=None, max_examples=500, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

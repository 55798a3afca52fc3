"""Does the coach help a runner who listens? Symptom models that differ, with and without it."""

"""Score whether the coach helps runners who listen, on symptom models that differ."""

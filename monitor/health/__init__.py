"""Is a sensor to be believed? Dropouts, dead cells, crossed feet; pure."""

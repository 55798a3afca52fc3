"""Judge whether a sensor is to be believed: dropouts, dead cells, crossed feet; pure."""

"""One question a file: strides in, findings out; pure."""

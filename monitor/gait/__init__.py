"""Streaming signal processing of the feet: frames in, strides out; pure."""

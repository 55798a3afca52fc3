"""Scores of strides, contacts and heights from a foot IMU."""

"""Simulated runners, feet, shoes and sensors, with the truth beside the bytes."""

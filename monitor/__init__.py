"""Footloose: real-time gait and pressure guidance for runners whose feet go numb."""

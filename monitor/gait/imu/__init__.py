"""What the motion of one foot tells: stances, contacts, paths, strides; pure."""

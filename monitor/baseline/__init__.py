"""What is usual for this runner, at this pace and on this slope; pure."""

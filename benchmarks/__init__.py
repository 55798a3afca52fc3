"""What we measure, beside what others reach. Run a module: `python -m benchmarks.peers`."""

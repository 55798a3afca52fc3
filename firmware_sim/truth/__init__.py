"""What really happened: files that only tests and benchmarks read."""

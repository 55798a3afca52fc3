"""What does it cost to reach the runner, and how late is it?

    python -m benchmarks.delivery [--quick]

prints a table: pages, a page that never reads, the radio, the voice. The pages are programs that
speak as pages do, in a process of their own; drawing is not in it (tests/browser has real ones).
"""

"""Measure what it costs to reach the runner, and how late it is.

    python -m benchmarks.delivery [--quick]

prints a table: pages, a page that never reads, the pipeline beside them, the radio, a hub that is
cut off, stopped and killed, the voice, the broker. Most pages are programs that speak as pages do,
in a process of their own; two are real ones in Chromium. Sound goes into a PulseAudio sink that
leads nowhere, where an ear listens. It takes a quarter of an hour, quick five minutes; on a machine
that does something else as well, times are longer and say little.
"""

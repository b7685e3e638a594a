"""Benchmarks: what Checkback costs, as a ratio to a named peer in the same run. `make bench` runs them; no test does.

Every peer runs beside us on the same machine against the same Bot API server, which is our own process, so that its
cost is in nobody's figure. Absolute milliseconds differ from machine to machine; the ratios hardly do.
"""

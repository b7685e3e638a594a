"""Torture: the bot is killed, cut off, starved, flooded and fed with nonsense, and must keep its promises.

Each torture is a function that takes how long or how often, and a seed. `make test` runs a short form of each;
`make torture` runs them long and tells how much was survived: `python -m tests.torture --minutes 10 --seed 1`.
"""

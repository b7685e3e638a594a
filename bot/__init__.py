"""Checkback: a symptom-guidance bot that screens for red flags, advises, and checks back two weeks later."""

__version__ = "0.1.0"

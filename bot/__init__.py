"""Checkback: a symptom-guidance bot that screens for red flags, advises, and checks back two weeks later."""

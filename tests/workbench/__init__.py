"""Tests of the page on which authors try their flows."""

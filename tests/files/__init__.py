"""Tests of the files that people are sent."""

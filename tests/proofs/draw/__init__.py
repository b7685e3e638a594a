"""Tests of the pictures of flows."""

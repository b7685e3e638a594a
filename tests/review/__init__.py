"""Tests of the page for the clinician who signs."""

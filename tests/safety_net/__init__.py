"""The safety net of the shipped flows, measured on labelled messages."""

"""Content files -> triage values, with every problem at once, each where it stands."""

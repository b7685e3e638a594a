"""Two versions of a flow side by side: who ends at another level, and what becomes of conversations in progress."""

"""The conversation at a prompt."""

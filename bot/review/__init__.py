"""The page for the clinician who signs: everything that the bot may say and why, to be read, printed and signed."""

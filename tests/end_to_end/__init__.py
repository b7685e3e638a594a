"""The real process, `checkback run`, over HTTP against a Bot API server of our own."""

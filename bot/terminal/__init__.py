"""The same conversation on a terminal: no token, no network, the same service, store and delivery as on Telegram."""

"""The pure core: a conversation is a function of the answers given. Stdlib only; no I/O, no clock, no Telegram."""

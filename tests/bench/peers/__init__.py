"""The bots and the queue that Checkback is measured against, each a process of its own, written as its docs show."""

"""What stands in flows and does nothing, found in small folders, and held against brute force."""

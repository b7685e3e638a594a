"""What holds of a flow: golden conversations, proofs over every path, and how far the tests reach."""

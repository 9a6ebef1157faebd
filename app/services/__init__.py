"""Use cases: own the transaction, the clock and the effects."""

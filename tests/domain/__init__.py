"""Facts about the domain."""

"""Facts about the use cases."""

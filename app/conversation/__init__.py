"""The dialogue without I/O."""

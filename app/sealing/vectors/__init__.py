"""Running vector files against this implementation."""

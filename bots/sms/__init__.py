"""Texts: the doors of the providers that carry them."""

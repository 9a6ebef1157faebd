"""Doors for everybody."""

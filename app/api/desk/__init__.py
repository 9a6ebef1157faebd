"""Doors for focal points' devices."""

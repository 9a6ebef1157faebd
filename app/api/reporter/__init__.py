"""Doors for reporters."""

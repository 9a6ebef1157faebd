"""Sealing, opening, and what both languages must agree on."""

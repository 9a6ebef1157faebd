"""Tests, a mirror of the floors."""

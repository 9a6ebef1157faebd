"""Tests of the store, on both engines."""

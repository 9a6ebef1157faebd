"""Tests of the HTTP interface, with a real store and real keys."""

"""The hotline: what happens between a text that comes in and a sealed report that goes out."""

"""Officers are told: by mail, by push, and when nobody opens what waits."""

"""Real people's ways through a real browser, against the running demonstration."""

"""HTTP doors: parse, call one service, answer."""

"""The officer's side in Python: sync, open, fold, answer."""

"""The reporter's side in Python, against a real server."""

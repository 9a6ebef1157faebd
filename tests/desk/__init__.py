"""The officer's side: a whole small organisation, a real server, real sealing."""

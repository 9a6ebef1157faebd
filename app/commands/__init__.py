"""Subcommands of `speakup`, each imported only when called."""

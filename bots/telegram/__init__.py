"""The hotline on Telegram: an own process, `python -m bots.telegram`."""

"""Doors of the channels: SMS, WhatsApp, Telegram, voice."""

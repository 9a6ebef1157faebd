"""Texts, WhatsApp messages and files through Twilio, at the doors of the gateway."""

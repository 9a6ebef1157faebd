"""The voice line: calls that come through Twilio."""

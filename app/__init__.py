"""The Speak Up system: sealing, routing, filing, answering."""

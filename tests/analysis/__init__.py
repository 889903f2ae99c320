"""What the built-in analyst makes of messages."""

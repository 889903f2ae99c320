"""The phone page: write as a client, see what the office answers."""

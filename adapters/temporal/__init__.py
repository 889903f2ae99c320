"""Temporal: the connection, the sealing of payloads, the translation of failures."""

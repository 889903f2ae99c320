"""Reads each kind of message the office may send, within the limits Meta sets it."""

"""Understands speech, through a server of the firm's choice."""

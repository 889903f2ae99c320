"""The vendors behind the domain's ports."""

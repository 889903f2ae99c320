"""Looks into clients' files without trusting them."""

"""Analysts and drafters."""

"""Histories that were recorded once and must replay for ever."""

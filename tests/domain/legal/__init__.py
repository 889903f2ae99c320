"""Tests of the recognition of legal papers."""

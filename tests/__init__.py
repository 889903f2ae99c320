"""Tests of every part; each part has a folder."""

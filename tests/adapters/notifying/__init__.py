"""Tests of the ways in which people are told."""

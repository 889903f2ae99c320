"""Tests of activities by themselves."""

"""Measurements that print ratios: of two things done in one run, on one machine."""

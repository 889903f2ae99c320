"""The checks themselves: that they catch what they are there for."""

"""The ways in which people of the firm are told that something waits."""

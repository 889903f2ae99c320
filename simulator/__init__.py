"""A stand-in for Meta's Cloud API, with a phone page to write from."""

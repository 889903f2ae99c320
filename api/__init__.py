"""The edge: verifies, parses, starts or signals, answers."""

"""What the production-like stack on one host is made of."""

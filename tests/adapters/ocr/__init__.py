"""Documents as clients send them, and what is read in them."""

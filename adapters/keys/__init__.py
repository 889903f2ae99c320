"""The firm's keys and what is made of them."""

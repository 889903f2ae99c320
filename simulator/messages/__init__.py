"""What a client's phone can send: one file a group of types, all of them listed in `catalogue`."""

"""The firm's processes as Temporal keeps them."""

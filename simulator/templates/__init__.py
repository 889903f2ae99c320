"""Message templates: what the office may send when nobody has written for a day."""

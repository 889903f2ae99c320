"""The webhook fields beside `messages` and `calls`: what is asked of them, all in `catalogue`."""

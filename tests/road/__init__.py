"""The whole road of a message on real servers, from Meta's webhook to the ticks on the phone."""

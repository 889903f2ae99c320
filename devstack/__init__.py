"""The embedded servers behind `./dev up`."""

"""The real workflows and activities, on fakes of the ports and a server that skips time."""

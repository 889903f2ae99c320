"""The simulator's memory: one SQLite file, so that chats and open deliveries survive a restart."""

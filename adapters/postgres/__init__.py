"""What is known, in PostgreSQL, with everything personal sealed."""

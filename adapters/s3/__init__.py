"""Files, in S3."""

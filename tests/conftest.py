"""Servers that tests share; each starts when the first test asks for it."""

from tests.servers import (
    migrated_postgres_url,
    migrated_template,
    postgres_server,
    postgres_url,
    s3_store,
    temporal_address,
)

__all__ = [
    "migrated_postgres_url",
    "migrated_template",
    "postgres_server",
    "postgres_url",
    "s3_store",
    "temporal_address",
]

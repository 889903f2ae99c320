"""The session's servers, for tests that only need one that runs."""

from tests.servers import (
    postgres_server,
    postgres_url,
    s3_store,
    temporal_address,
)

__all__ = ["postgres_server", "postgres_url", "s3_store", "temporal_address"]

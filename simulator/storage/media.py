"""The files that clients sent and the office uploaded: facts in one table, bytes beside them."""

import hashlib
import sqlite3
import time

from simulator.identifiers import new_media_id
from simulator.records import MediaFile
from simulator.storage.database import Database


class MissingMedia(Exception):
    """There is no file of this media id."""


def _media_file(row: sqlite3.Row) -> MediaFile:
    return MediaFile(
        id=row["id"],
        mime_type=row["mime_type"],
        sha256_hex=row["sha256_hex"],
        size=row["size"],
        filename=row["filename"],
        created_at=row["created_at"],
        uploaded=bool(row["uploaded"]),
    )


class MediaFiles:
    """The table of files; `uploaded` ones are the office's, the others came from clients."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, content: bytes, mime_type: str, filename: str | None, *, uploaded: bool
    ) -> MediaFile:
        """Keep a file under a new media id."""
        row = self._database.execute(
            "INSERT INTO media (id, mime_type, sha256_hex, size, filename, created_at, uploaded,"
            " content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " RETURNING id, mime_type, sha256_hex, size, filename, created_at, uploaded",
            (
                new_media_id(),
                mime_type,
                hashlib.sha256(content).hexdigest(),
                len(content),
                filename,
                time.time(),
                int(uploaded),
                content,
            ),
        ).fetchone()
        return _media_file(row)

    def get(self, media_id: str) -> MediaFile | None:
        """What is known of the file of this id; its bytes are not read."""
        row = self._database.execute(
            "SELECT id, mime_type, sha256_hex, size, filename, created_at, uploaded FROM media"
            " WHERE id = ?",
            (media_id,),
        ).fetchone()
        return None if row is None else _media_file(row)

    def content(self, media_id: str) -> bytes:
        """The bytes of a file.

        Raises:
            MissingMedia: when nobody sent or uploaded it, or it was deleted.
        """
        row = self._database.execute(
            "SELECT content FROM media WHERE id = ?", (media_id,)
        ).fetchone()
        if row is None:
            raise MissingMedia
        return bytes(row[0])

    def delete(self, media_id: str) -> bool:
        """Forget a file; False when it was not there."""
        return self._database.execute("DELETE FROM media WHERE id = ?", (media_id,)).rowcount > 0

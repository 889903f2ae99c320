"""What was written, in both directions, and what became of it."""

import json
import sqlite3

from simulator.records import RANK, Message, MessageStatus, NewMessage
from simulator.storage.database import Database


def _message(row: sqlite3.Row) -> Message:
    return Message(
        seq=row["seq"],
        number=row["number"],
        wamid=row["wamid"],
        client_id=row["client_id"],
        sender=row["sender"],
        type=row["type"],
        content=json.loads(row["content"]),
        text=row["text"],
        context_id=row["context_id"],
        recipient=row["recipient"],
        recipient_phone=row["recipient_phone"],
        recipient_user_id=row["recipient_user_id"],
        biz_opaque_callback_data=row["biz_opaque_callback_data"],
        status=row["status"],
        confirmed_status=row["confirmed_status"],
        error_code=row["error_code"],
        seen=bool(row["seen"]),
        created_at=row["created_at"],
        beside=json.loads(row["beside"]),
    )


class Messages:
    """The table of messages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, new: NewMessage) -> Message:
        """Add a message at the end of its chat."""
        row = self._database.execute(
            "INSERT INTO messages (number, wamid, client_id, sender, type, content, text, status,"
            " created_at, context_id, recipient, recipient_phone, recipient_user_id,"
            " biz_opaque_callback_data, beside) VALUES"
            " ((SELECT coalesce(max(number), 0) + 1 FROM messages WHERE client_id IS ?),"
            " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *",
            (
                new.client_id,
                new.wamid,
                new.client_id,
                new.sender,
                new.type,
                json.dumps(new.content),
                new.text,
                new.status,
                new.created_at,
                new.context_id,
                new.recipient,
                new.recipient_phone,
                new.recipient_user_id,
                new.biz_opaque_callback_data,
                json.dumps(new.beside),
            ),
        ).fetchone()
        return _message(row)

    def get(self, wamid: str) -> Message | None:
        """The message of this wamid."""
        row = self._database.execute("SELECT * FROM messages WHERE wamid = ?", (wamid,)).fetchone()
        return None if row is None else _message(row)

    def all(self, *, client_id: str | None = None, limit: int | None = None) -> list[Message]:
        """The newest `limit` messages, of one client or of all, oldest of them first."""
        rows = self._database.execute(
            "SELECT * FROM (SELECT * FROM messages WHERE ? IS NULL OR client_id = ?"
            " ORDER BY seq DESC LIMIT ?) ORDER BY seq",
            (client_id, client_id, -1 if limit is None else limit),
        )
        return [_message(row) for row in rows]

    def since(self, moment: float, *, limit: int) -> int:
        """How many of the newest `limit` messages, of both sides, are younger than `moment`."""
        row = self._database.execute(
            "SELECT count(*) FROM (SELECT created_at FROM messages ORDER BY seq DESC LIMIT ?)"
            " WHERE created_at > ?",
            (limit, moment),
        ).fetchone()
        return int(row[0])

    def last(self, client_id: str) -> Message | None:
        """The newest message of a chat."""
        return next(iter(self.all(client_id=client_id, limit=1)), None)

    def unread(self, client_id: str) -> int:
        """How many messages of the office this client has not looked at."""
        row = self._database.execute(
            "SELECT count(*) FROM messages WHERE client_id = ? AND sender = 'office' AND NOT seen"
            " AND status NOT IN ('failed', 'lost')",
            (client_id,),
        ).fetchone()
        return int(row[0])

    def raise_status(
        self, wamid: str, status: MessageStatus, *, error_code: int | None = None
    ) -> Message | None:
        """Note a status; None when the message already is as far or further."""
        return self._raise("status", wamid, status, error_code)

    def raise_confirmed(self, wamid: str, status: MessageStatus) -> Message | None:
        """Note that the webhook acknowledged a status; None when it knew as much already."""
        return self._raise("confirmed_status", wamid, status, None)

    def mark_seen(self, client_id: str) -> list[Message]:
        """Note that the client looks at the chat; gives the office's messages that were new."""
        rows = self._database.execute(
            "UPDATE messages SET seen = 1 WHERE client_id = ? AND sender = 'office' AND NOT seen"
            " RETURNING *",
            (client_id,),
        ).fetchall()
        return [_message(row) for row in rows]

    def mark_read_up_to(self, message: Message) -> list[Message]:
        """Note the firm's read receipt for a client's message and all before it in the chat."""
        rows = self._database.execute(
            "UPDATE messages SET status = 'read' WHERE client_id = ? AND sender = 'client'"
            " AND seq <= ? AND status <> 'read' RETURNING *",
            (message.client_id, message.seq),
        ).fetchall()
        return [_message(row) for row in rows]

    def _raise(
        self, column: str, wamid: str, status: MessageStatus, error_code: int | None
    ) -> Message | None:
        row = self._database.execute("SELECT * FROM messages WHERE wamid = ?", (wamid,)).fetchone()
        if row is None or RANK[status] <= RANK.get(row[column], -1):
            return None
        raised = self._database.execute(
            f"UPDATE messages SET {column} = ?,"  # noqa: S608 - the column is one of ours
            " error_code = coalesce(?, error_code) WHERE wamid = ? RETURNING *",
            (status, error_code, wamid),
        ).fetchone()
        return _message(raised)

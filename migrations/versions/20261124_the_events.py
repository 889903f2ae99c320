"""What changed in conversations, noted by triggers, for whoever follows them.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

from adapters.postgres.tables import TransactionId

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# Of whole statements, not of rows: one that applies a thousand statuses notes each conversation
# once. `changed` and `before` are the rows as the statement left and found them.
_NOTE = """
CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO conversation_events (conversation_id, kind) {events};
  IF FOUND THEN
    PERFORM pg_notify('conversation_events', '');
  END IF;
  RETURN NULL;
END
$$
"""

_EVENTS = {
    "note_part_event": "SELECT DISTINCT conversation_id, TG_ARGV[0] FROM changed",
    "note_conversation_event": "SELECT DISTINCT id, 'conversation' FROM changed",
    "note_media_event": """
        SELECT DISTINCT messages.conversation_id, 'media'
        FROM changed JOIN messages ON messages.id = changed.message_id""",
    # A client's name, and who it is that writes, stand in their conversations.
    "note_client_event": """
        SELECT conversations.id, 'conversation'
        FROM changed JOIN conversations ON conversations.client_id = changed.id""",
    # Whoever may see other conversations than before is told to look again at all.
    "note_merge_event": """
        SELECT NULL, 'anything' WHERE EXISTS (
          SELECT FROM changed JOIN before USING (id)
          WHERE changed.merged_into IS DISTINCT FROM before.merged_into)""",
    "note_wall_event": """
        SELECT NULL, 'anything' WHERE EXISTS (
          SELECT FROM changed JOIN before USING (id) WHERE changed.walled <> before.walled)""",
    "note_walled_event": """
        SELECT NULL, 'anything' WHERE EXISTS (
          SELECT FROM changed JOIN cases ON cases.id = changed.case_id WHERE cases.walled)""",
    "note_conflict_event": "SELECT NULL, 'anything' WHERE EXISTS (SELECT FROM changed)",
}

_PARTS = {"messages": "message", "outbound": "outbound", "drafts": "draft"}

_INSERT, _UPDATE, _DELETE = "insert", "update", "delete"
_ROWS = {
    _INSERT: "NEW TABLE AS changed",
    _UPDATE: "NEW TABLE AS changed OLD TABLE AS before",
    _DELETE: "OLD TABLE AS changed",
}
_TRIGGERS = (
    *(
        (table, "note_part_event", kind, (_INSERT, _UPDATE, _DELETE))
        for table, kind in _PARTS.items()
    ),
    ("conversations", "note_conversation_event", None, (_INSERT, _UPDATE)),
    ("media", "note_media_event", None, (_INSERT, _UPDATE, _DELETE)),
    ("clients", "note_client_event", None, (_UPDATE,)),
    ("clients", "note_merge_event", None, (_UPDATE,)),
    ("cases", "note_wall_event", None, (_UPDATE,)),
    ("case_members", "note_walled_event", None, (_INSERT, _UPDATE, _DELETE)),
    ("case_clients", "note_walled_event", None, (_INSERT, _UPDATE, _DELETE)),
    ("conflicts", "note_conflict_event", None, (_INSERT, _UPDATE, _DELETE)),
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "conversation_events",
        sa.Column(
            "xid",
            TransactionId(),
            server_default=sa.text("pg_current_xact_id()"),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("conversation_id", sa.String(length=32)),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("xid", "id", name=op.f("pk_conversation_events")),
    )
    op.create_index("ix_conversation_events_at", "conversation_events", ["at"])
    for function, events in _EVENTS.items():
        op.execute(_NOTE.format(function=function, events=events))
    for table, function, kind, changes in _TRIGGERS:
        argument = f"'{kind}'" if kind else ""
        for change in changes:
            op.execute(
                f"CREATE TRIGGER {_named(function, change)} AFTER {change.upper()} ON {table}"
                f" REFERENCING {_ROWS[change]} FOR EACH STATEMENT"
                f" EXECUTE FUNCTION {function}({argument})"
            )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table, function, _, changes in _TRIGGERS:
        for change in changes:
            op.execute(f"DROP TRIGGER {_named(function, change)} ON {table}")
    for function in _EVENTS:
        op.execute(f"DROP FUNCTION {function}()")
    op.drop_table("conversation_events")


def _named(function: str, change: str) -> str:
    return f"{function}_{change}"

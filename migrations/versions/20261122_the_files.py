"""Clients' files, what was read in them, and who looked at what.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A migration that cannot get its locks at once must not hold up everybody behind it.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "media",
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("problem", sa.String(length=64)),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("mime_type", sa.String(length=128)),
        sa.Column("extension", sa.String(length=16), server_default="", nullable=False),
        sa.Column("size", sa.BigInteger()),
        sa.Column("sha256", sa.LargeBinary(length=32)),
        sa.Column(
            "findings",
            postgresql.ARRAY(sa.String(length=64)),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("previews", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True)),
        sa.Column("released_at", sa.DateTime(timezone=True)),
        sa.Column("released_by", sa.String(length=32)),
        sa.Column("release_reason", sa.LargeBinary()),
        sa.Column("reading", sa.String(length=64), server_default="not_read", nullable=False),
        sa.Column("pages", sa.Integer()),
        sa.Column("document_kind", sa.String(length=64)),
        sa.Column("document", sa.LargeBinary()),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_media_message_id_messages")
        ),
        sa.ForeignKeyConstraint(
            ["released_by"], ["lawyers.id"], name=op.f("fk_media_released_by_lawyers")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_media")),
    )
    op.create_index("ix_media_state", "media", ["state"])
    op.create_table(
        "media_pages",
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("method", sa.String(length=64), nullable=False),
        sa.Column("problem", sa.String(length=64)),
        sa.Column(
            "read_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["media.message_id"], name=op.f("fk_media_pages_message_id_media")
        ),
        sa.PrimaryKeyConstraint("message_id", "number", name=op.f("pk_media_pages")),
    )
    op.create_table(
        "audit_log",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("lawyer_id", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["lawyer_id"], ["lawyers.id"], name=op.f("fk_audit_log_lawyer_id_lawyers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
    )
    op.create_index("ix_audit_log_subject", "audit_log", ["subject"])
    op.create_index("ix_audit_log_at", "audit_log", ["at"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("audit_log")
    op.drop_table("media_pages")
    op.drop_table("media")

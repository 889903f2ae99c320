"""Messages of every kind on their way out, what put them off, and numbers that are stopped.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A migration that cannot get its locks at once must not hold up everybody behind it.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "stopped_numbers",
        sa.Column("phone_number_id", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("phone_number_id", name=op.f("pk_stopped_numbers")),
    )
    op.add_column(
        "outbound",
        sa.Column("kind", sa.String(length=64), server_default="text", nullable=False),
    )
    op.add_column("outbound", sa.Column("content", sa.LargeBinary()))
    for name in ("part", "parts"):
        op.add_column(
            "outbound", sa.Column(name, sa.Integer(), server_default=sa.text("1"), nullable=False)
        )
    op.add_column("outbound", sa.Column("after_id", sa.String(length=32)))
    op.add_column("outbound", sa.Column("reply_to_id", sa.String(length=32)))
    op.add_column("outbound", sa.Column("sent_by", sa.String(length=32)))
    for name in ("attempts", "uploads"):
        op.add_column(
            "outbound", sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False)
        )
    op.add_column("outbound", sa.Column("next_attempt_at", sa.DateTime(timezone=True)))
    op.add_column("outbound", sa.Column("media_id", sa.String(length=64)))
    op.add_column("outbound", sa.Column("uploaded_at", sa.DateTime(timezone=True)))
    op.alter_column("outbound", "draft_id", existing_type=sa.String(length=32), nullable=True)
    op.drop_constraint(op.f("uq_outbound_draft_id"), "outbound", type_="unique")
    op.create_index("ix_outbound_draft_id", "outbound", ["draft_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_outbound_after_id_outbound"), "outbound", "outbound", ["after_id"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_outbound_reply_to_id_messages"), "outbound", "messages", ["reply_to_id"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_outbound_sent_by_lawyers"), "outbound", "lawyers", ["sent_by"], ["id"]
    )
    op.create_check_constraint(
        op.f("ck_outbound_says_something"),
        "outbound",
        "draft_id IS NOT NULL OR content IS NOT NULL",
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _refuse_to_lose_words()
    op.drop_constraint(op.f("ck_outbound_says_something"), "outbound", type_="check")
    for name in ("after_id_outbound", "reply_to_id_messages", "sent_by_lawyers"):
        op.drop_constraint(op.f(f"fk_outbound_{name}"), "outbound", type_="foreignkey")
    op.drop_index("ix_outbound_draft_id", table_name="outbound")
    op.create_unique_constraint(op.f("uq_outbound_draft_id"), "outbound", ["draft_id"])
    op.alter_column("outbound", "draft_id", existing_type=sa.String(length=32), nullable=False)
    for name in (
        "uploaded_at", "media_id", "next_attempt_at", "uploads", "attempts", "sent_by",
        "reply_to_id", "after_id", "parts", "part", "content", "kind",
    ):  # fmt: skip
        op.drop_column("outbound", name)
    op.drop_table("stopped_numbers")


def _refuse_to_lose_words() -> None:
    """Messages with words of their own have no place in the schema before."""
    own = op.get_bind().scalar(
        sa.text("SELECT count(*) FROM outbound WHERE content IS NOT NULL OR draft_id IS NULL")
    )
    if own:
        raise RuntimeError(
            f"{own} messages have words of their own, which the schema before cannot hold: "
            "keep a backup and remove them first"
        )

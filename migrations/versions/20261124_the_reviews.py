"""What people of the firm say to drafts, who holds the pen, and what they have sent.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_REFERENCES = (
    ("conversations", "held_by", "lawyers"),
    ("conversations", "assigned_to", "lawyers"),
    ("drafts", "written_by", "lawyers"),
    ("drafts", "edited_from", "drafts"),
    ("outbound", "again_of", "outbound"),
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("conversations", sa.Column("held_since", sa.DateTime(timezone=True)))
    op.add_column(
        "conversations",
        sa.Column("pen_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )
    op.add_column("outbound", sa.Column("order_id", sa.String(length=32)))
    for name in ("report_at", "reported"):
        op.add_column("outbound", sa.Column(name, sa.String(length=64)))
    for table, name, other in _REFERENCES:
        op.add_column(table, sa.Column(name, sa.String(length=32)))
        op.create_foreign_key(op.f(f"fk_{table}_{name}_{other}"), table, other, [name], ["id"])
    for name in ("held_by", "assigned_to"):
        op.create_index(
            f"ix_conversations_{name}",
            "conversations",
            [name],
            unique=False,
            postgresql_where=sa.text(f"{name} IS NOT NULL"),
        )
    for name in ("order_id", "again_of"):
        op.create_index(f"ix_outbound_{name}", "outbound", [name], unique=False)
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("draft_id", sa.String(length=32), nullable=False),
        sa.Column("draft_version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("lawyer_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("reason", sa.LargeBinary()),
        sa.Column("new_draft_id", sa.String(length=32)),
        sa.Column("outcome", sa.String(length=64), server_default="recorded", nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_reviews_conversation_id_conversations"),
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name=op.f("fk_reviews_draft_id_drafts")
        ),
        sa.ForeignKeyConstraint(
            ["lawyer_id"], ["lawyers.id"], name=op.f("fk_reviews_lawyer_id_lawyers")
        ),
        sa.ForeignKeyConstraint(
            ["new_draft_id"], ["drafts.id"], name=op.f("fk_reviews_new_draft_id_drafts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index(
        "ix_reviews_conversation_id_recorded_at",
        "reviews",
        ["conversation_id", "recorded_at", "id"],
        unique=False,
    )
    for name in ("draft_id", "new_draft_id"):
        op.create_index(f"ix_reviews_{name}", "reviews", [name], unique=False)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _refuse_to_lose_reviews()
    op.drop_table("reviews")
    for name in ("again_of", "order_id"):
        op.drop_index(f"ix_outbound_{name}", table_name="outbound")
    for name in ("assigned_to", "held_by"):
        op.drop_index(f"ix_conversations_{name}", table_name="conversations")
    for table, name, other in reversed(_REFERENCES):
        op.drop_constraint(op.f(f"fk_{table}_{name}_{other}"), table, type_="foreignkey")
        op.drop_column(table, name)
    for name in ("reported", "report_at", "order_id"):
        op.drop_column("outbound", name)
    for name in ("pen_version", "held_since"):
        op.drop_column("conversations", name)


def _refuse_to_lose_reviews() -> None:
    """What people decided, and why, has no place in the schema before."""
    kept = op.get_bind().scalar(sa.text("SELECT count(*) FROM reviews"))
    if kept:
        raise RuntimeError(
            f"{kept} reviews of drafts are kept, which the schema before cannot hold: "
            "keep a backup and remove them first"
        )

"""The catalogue of message templates.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "template_catalogues",
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_template_catalogues")),
    )
    op.create_table(
        "message_templates",
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=512), nullable=False),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column("template_id", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=64), nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True)),
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.Column("parts", postgresql.JSONB(), nullable=False),
        sa.Column("synchronised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["template_catalogues.account_id"],
            name=op.f("fk_message_templates_account_id_template_catalogues"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "account_id", "name", "language", name=op.f("pk_message_templates")
        ),
    )
    op.create_index(
        "ix_message_templates_name_language",
        "message_templates",
        ["name", "language"],
        unique=False,
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("message_templates")
    op.drop_table("template_catalogues")

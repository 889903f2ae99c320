"""Identities that change, groups, messages about messages, consents, notices.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A migration that cannot get its locks at once must not hold up everybody behind it.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("clients", sa.Column("identity_changed_at", sa.DateTime(timezone=True)))
    op.add_column("identities", sa.Column("phone_id", sa.String(length=32)))
    op.add_column("identities", sa.Column("key_index", sa.LargeBinary(length=32)))
    op.add_column("identities", sa.Column("key_seen_at", sa.DateTime(timezone=True)))
    op.create_index("ix_identities_kind_index", "identities", ["kind", "index"])
    op.add_column("identities", sa.Column("verified_at", sa.DateTime(timezone=True)))
    op.add_column("identities", sa.Column("verified_by", sa.String(length=32)))
    op.create_foreign_key(
        op.f("fk_identities_phone_id_identities"), "identities", "identities", ["phone_id"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_identities_verified_by_lawyers"), "identities", "lawyers", ["verified_by"], ["id"]
    )
    op.create_index("ix_identities_phone_id", "identities", ["phone_id"])
    op.add_column("conversations", sa.Column("group_index", sa.LargeBinary(length=32)))
    op.drop_constraint(op.f("uq_conversations_client_id_phone_number_id"), "conversations")
    op.create_unique_constraint(
        op.f("uq_conversations_client_id_phone_number_id_group_index"),
        "conversations",
        ["client_id", "phone_number_id", "group_index"],
        postgresql_nulls_not_distinct=True,
    )
    op.add_column(
        "messages",
        sa.Column("author", sa.String(length=64), server_default="client", nullable=False),
    )
    op.add_column("messages", sa.Column("about_id", sa.String(length=32)))
    op.add_column("messages", sa.Column("about_index", sa.LargeBinary(length=32)))
    op.add_column("messages", sa.Column("contact", sa.LargeBinary()))
    op.create_index("ix_messages_about_id", "messages", ["about_id"])
    op.add_column("statuses", sa.Column("contact", sa.LargeBinary()))
    op.create_table(
        "consents",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_consents_client_id_clients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.UniqueConstraint(
            "client_id",
            "category",
            "at",
            "value",
            name=op.f("uq_consents_client_id_category_at_value"),
        ),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("severity", sa.String(length=64), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=True),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["acknowledged_by"], ["lawyers.id"], name=op.f("fk_notices_acknowledged_by_lawyers")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_notices_client_id_clients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(
        "ix_notices_open_at",
        "notices",
        ["at"],
        postgresql_where=sa.text("acknowledged_at IS NULL"),
    )
    op.create_index("ix_notices_client_id", "notices", ["client_id"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _refuse_to_mix_groups_with_clients()
    op.drop_table("notices")
    op.drop_table("consents")
    op.drop_column("statuses", "contact")
    op.drop_column("messages", "contact")
    op.drop_column("messages", "about_index")
    op.drop_column("messages", "about_id")
    op.drop_column("messages", "author")
    op.drop_constraint(
        op.f("uq_conversations_client_id_phone_number_id_group_index"), "conversations"
    )
    op.drop_column("conversations", "group_index")
    op.create_unique_constraint(
        op.f("uq_conversations_client_id_phone_number_id"),
        "conversations",
        ["client_id", "phone_number_id"],
    )
    op.drop_column("identities", "verified_by")
    op.drop_column("identities", "verified_at")
    op.drop_index("ix_identities_kind_index", table_name="identities")
    op.drop_column("identities", "key_seen_at")
    op.drop_column("identities", "key_index")
    op.drop_column("identities", "phone_id")
    op.drop_column("clients", "identity_changed_at")


def _refuse_to_mix_groups_with_clients() -> None:
    """Before there were groups a client had one conversation with each of the firm's numbers.

    Raises:
        RuntimeError: there are conversations of groups, which this way down would make look like
            their clients' own.
    """
    op.execute("LOCK TABLE conversations IN ACCESS EXCLUSIVE MODE")
    counted = sa.text("SELECT count(*) FROM conversations WHERE group_index IS NOT NULL")
    groups = op.get_bind().scalar(counted)
    if groups:
        raise RuntimeError(
            f"cannot go back to 0001, which knows no groups: {groups} of the conversations are "
            "groups'; nothing was changed"
        )

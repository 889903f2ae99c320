"""Cases and who has to do with them, conflicts, deadlines, proofs of identity, consents by message.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A migration that cannot get its locks at once must not hold up everybody behind it.
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_tables()
    _add_columns()


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _drop_columns()
    _drop_tables()


def _create_tables() -> None:
    op.create_table(
        "office_numbers",
        sa.Column("phone_number_id", sa.String(length=64), nullable=False),
        sa.Column("display_number", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("office", sa.String(length=128)),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("phone_number_id", name=op.f("pk_office_numbers")),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.LargeBinary()),
        sa.Column("reference_index", sa.LargeBinary(length=32)),
        sa.Column("number", sa.LargeBinary()),
        sa.Column("number_index", sa.LargeBinary(length=32)),
        sa.Column("court", sa.LargeBinary()),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.String(length=64), server_default="open", nullable=False),
        sa.Column("walled", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("pin_index", sa.LargeBinary(length=32)),
        sa.Column("pin_failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("pin_set_at", sa.DateTime(timezone=True)),
        sa.Column("pin_set_by", sa.String(length=32)),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_cases_client_id_clients")
        ),
        sa.ForeignKeyConstraint(
            ["pin_set_by"], ["lawyers.id"], name=op.f("fk_cases_pin_set_by_lawyers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("reference_index", name=op.f("uq_cases_reference_index")),
    )
    op.create_index("ix_cases_client_id", "cases", ["client_id"], unique=False)
    op.create_index("ix_cases_number_index", "cases", ["number_index"], unique=False)
    op.create_table(
        "case_clients",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_clients_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_case_clients_client_id_clients")
        ),
        sa.PrimaryKeyConstraint("case_id", "client_id", name=op.f("pk_case_clients")),
    )
    op.create_index("ix_case_clients_client_id", "case_clients", ["client_id"], unique=False)
    op.create_table(
        "case_members",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("lawyer_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_members_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["lawyer_id"], ["lawyers.id"], name=op.f("fk_case_members_lawyer_id_lawyers")
        ),
        sa.PrimaryKeyConstraint("case_id", "lawyer_id", name=op.f("pk_case_members")),
    )
    op.create_index("ix_case_members_lawyer_id", "case_members", ["lawyer_id"], unique=False)
    op.create_index(
        "uq_case_members_case_id_responsible",
        "case_members",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("role = 'responsible'"),
    )
    op.create_table(
        "parties",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary()),
        sa.Column("phone_index", sa.LargeBinary(length=32)),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_parties_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties")),
    )
    op.create_index("ix_parties_case_id", "parties", ["case_id"], unique=False)
    op.create_index("ix_parties_phone_index", "parties", ["phone_index"], unique=False)
    op.create_table(
        "party_names",
        sa.Column("party_id", sa.String(length=32), nullable=False),
        sa.Column("index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("likeness", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_party_names_party_id_parties")
        ),
        sa.PrimaryKeyConstraint("party_id", "index", name=op.f("pk_party_names")),
    )
    op.create_index("ix_party_names_index", "party_names", ["index"], unique=False)
    op.create_table(
        "conflicts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("party_id", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=32)),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("likeness", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), server_default="open", nullable=False),
        sa.Column(
            "found_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by", sa.String(length=32)),
        sa.Column("note", sa.LargeBinary()),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_conflicts_client_id_clients")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["lawyers.id"], name=op.f("fk_conflicts_decided_by_lawyers")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_conflicts_message_id_messages")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_conflicts_party_id_parties")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflicts")),
        sa.UniqueConstraint("client_id", "party_id", name=op.f("uq_conflicts_client_id_party_id")),
    )
    op.create_index(
        "ix_conflicts_open",
        "conflicts",
        ["found_at"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "deadlines",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32)),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("on", sa.Date()),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("state", sa.String(length=64), server_default="proposed", nullable=False),
        sa.Column(
            "proposed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by", sa.String(length=32)),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_deadlines_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_deadlines_client_id_clients")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["lawyers.id"], name=op.f("fk_deadlines_decided_by_lawyers")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_deadlines_message_id_messages")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
    )
    op.create_index("ix_deadlines_case_id", "deadlines", ["case_id"], unique=False)
    op.create_index("ix_deadlines_message_id", "deadlines", ["message_id"], unique=False)
    op.create_index(
        "ix_deadlines_proposed",
        "deadlines",
        ["on"],
        unique=False,
        postgresql_where=sa.text("state = 'proposed'"),
    )
    op.create_table(
        "identity_checks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("identity_id", sa.String(length=32)),
        sa.Column("method", sa.String(length=64), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("locked", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("case_id", sa.String(length=32)),
        sa.Column("message_id", sa.String(length=32)),
        sa.Column("lawyer_id", sa.String(length=32)),
        sa.Column("note", sa.LargeBinary()),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_identity_checks_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_identity_checks_client_id_clients")
        ),
        sa.ForeignKeyConstraint(
            ["identity_id"],
            ["identities.id"],
            name=op.f("fk_identity_checks_identity_id_identities"),
        ),
        sa.ForeignKeyConstraint(
            ["lawyer_id"], ["lawyers.id"], name=op.f("fk_identity_checks_lawyer_id_lawyers")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_identity_checks_message_id_messages")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_checks")),
        sa.UniqueConstraint("message_id", name=op.f("uq_identity_checks_message_id")),
    )
    op.create_index("ix_identity_checks_client_id", "identity_checks", ["client_id"], unique=False)


def _add_columns() -> None:
    op.add_column("analyses", sa.Column("gist", sa.LargeBinary()))
    op.add_column(
        "analyses",
        sa.Column("model_failed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column("analyses", sa.Column("model", sa.String(length=128)))
    op.add_column("analyses", sa.Column("prompt_version", sa.String(length=64)))
    op.add_column("analyses", sa.Column("input_tokens", sa.Integer()))
    op.add_column("analyses", sa.Column("output_tokens", sa.Integer()))
    op.add_column("analyses", sa.Column("cost", sa.BigInteger()))
    op.alter_column("audit_log", "lawyer_id", nullable=True)
    op.add_column("clients", sa.Column("name_index", sa.LargeBinary(length=32)))
    op.create_index("ix_clients_name_index", "clients", ["name_index"], unique=False)
    op.add_column(
        "clients",
        sa.Column("standing", sa.String(length=64), server_default="prospect", nullable=False),
    )
    op.add_column("clients", sa.Column("intake", sa.String(length=64), server_default="new"))
    op.add_column("clients", sa.Column("reference", sa.LargeBinary()))
    op.add_column("clients", sa.Column("reference_index", sa.LargeBinary(length=32)))
    op.add_column("clients", sa.Column("merged_into", sa.String(length=32)))
    op.add_column("clients", sa.Column("assistant_refused_at", sa.DateTime(timezone=True)))
    op.add_column("clients", sa.Column("messages_refused_at", sa.DateTime(timezone=True)))
    op.create_index("ix_clients_merged_into", "clients", ["merged_into"], unique=False)
    op.create_unique_constraint(op.f("uq_clients_reference_index"), "clients", ["reference_index"])
    op.create_foreign_key(
        op.f("fk_clients_merged_into_clients"), "clients", "clients", ["merged_into"], ["id"]
    )
    op.alter_column("consents", "digest", new_column_name="source")
    op.add_column("conversations", sa.Column("case_id", sa.String(length=32)))
    op.create_index("ix_conversations_case_id", "conversations", ["case_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_conversations_case_id_cases"), "conversations", "cases", ["case_id"], ["id"]
    )
    op.add_column(
        "drafts", sa.Column("kind", sa.String(length=64), server_default="reply", nullable=False)
    )
    op.add_column(
        "drafts",
        sa.Column(
            "sources",
            postgresql.ARRAY(sa.String(length=64)),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
    )
    op.add_column(
        "drafts",
        sa.Column("carries_notice", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column("messages", sa.Column("case_id", sa.String(length=32)))
    op.add_column("messages", sa.Column("case_reason", sa.String(length=64)))
    op.add_column("messages", sa.Column("case_set_by", sa.String(length=32)))
    op.add_column("messages", sa.Column("case_set_at", sa.DateTime(timezone=True)))
    op.create_index("ix_messages_case_id", "messages", ["case_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_messages_case_set_by_lawyers"), "messages", "lawyers", ["case_set_by"], ["id"]
    )
    op.create_foreign_key(
        op.f("fk_messages_case_id_cases"), "messages", "cases", ["case_id"], ["id"]
    )


def _drop_columns() -> None:
    op.drop_constraint(op.f("fk_messages_case_id_cases"), "messages", type_="foreignkey")
    op.drop_constraint(op.f("fk_messages_case_set_by_lawyers"), "messages", type_="foreignkey")
    op.drop_index("ix_messages_case_id", table_name="messages")
    op.drop_column("messages", "case_set_at")
    op.drop_column("messages", "case_set_by")
    op.drop_column("messages", "case_reason")
    op.drop_column("messages", "case_id")
    op.drop_column("drafts", "carries_notice")
    op.drop_column("drafts", "sources")
    op.drop_column("drafts", "kind")
    op.drop_constraint(op.f("fk_conversations_case_id_cases"), "conversations", type_="foreignkey")
    op.drop_index("ix_conversations_case_id", table_name="conversations")
    op.drop_column("conversations", "case_id")
    op.alter_column("consents", "source", new_column_name="digest")
    op.drop_constraint(op.f("fk_clients_merged_into_clients"), "clients", type_="foreignkey")
    op.drop_constraint(op.f("uq_clients_reference_index"), "clients", type_="unique")
    op.drop_index("ix_clients_merged_into", table_name="clients")
    op.drop_column("clients", "messages_refused_at")
    op.drop_column("clients", "assistant_refused_at")
    op.drop_column("clients", "merged_into")
    op.drop_column("clients", "reference_index")
    op.drop_column("clients", "reference")
    op.drop_column("clients", "intake")
    op.drop_column("clients", "standing")
    op.drop_index("ix_clients_name_index", table_name="clients")
    op.drop_column("clients", "name_index")
    # What was done at the command line was no lawyer's doing, and the older table can hold nothing
    # else; the cases that were brought in by it go as well.
    op.execute("DELETE FROM audit_log WHERE lawyer_id IS NULL")
    op.alter_column("audit_log", "lawyer_id", nullable=False)
    op.drop_column("analyses", "cost")
    op.drop_column("analyses", "output_tokens")
    op.drop_column("analyses", "input_tokens")
    op.drop_column("analyses", "prompt_version")
    op.drop_column("analyses", "model")
    op.drop_column("analyses", "model_failed")
    op.drop_column("analyses", "gist")


def _drop_tables() -> None:
    op.drop_index("ix_identity_checks_client_id", table_name="identity_checks")
    op.drop_table("identity_checks")
    op.drop_index(
        "ix_deadlines_proposed",
        table_name="deadlines",
        postgresql_where=sa.text("state = 'proposed'"),
    )
    op.drop_index("ix_deadlines_message_id", table_name="deadlines")
    op.drop_index("ix_deadlines_case_id", table_name="deadlines")
    op.drop_table("deadlines")
    op.drop_index(
        "ix_conflicts_open", table_name="conflicts", postgresql_where=sa.text("state = 'open'")
    )
    op.drop_table("conflicts")
    op.drop_index("ix_party_names_index", table_name="party_names")
    op.drop_table("party_names")
    op.drop_index("ix_parties_phone_index", table_name="parties")
    op.drop_index("ix_parties_case_id", table_name="parties")
    op.drop_table("parties")
    op.drop_index(
        "uq_case_members_case_id_responsible",
        table_name="case_members",
        postgresql_where=sa.text("role = 'responsible'"),
    )
    op.drop_index("ix_case_members_lawyer_id", table_name="case_members")
    op.drop_table("case_members")
    op.drop_index("ix_case_clients_client_id", table_name="case_clients")
    op.drop_table("case_clients")
    op.drop_index("ix_cases_number_index", table_name="cases")
    op.drop_index("ix_cases_client_id", table_name="cases")
    op.drop_table("cases")
    op.drop_table("office_numbers")

"""The first tables: clients, conversations, messages, drafts, outbound, statuses, keys.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A migration that cannot get its locks at once must not hold up everybody behind it.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "account_events",
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("encoding", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("digest", "part", name=op.f("pk_account_events")),
    )
    op.create_table(
        "clients",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clients")),
    )
    op.create_table(
        "data_keys",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("root_key_id", sa.String(length=64), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_keys")),
    )
    op.create_index("ix_data_keys_root_key_id", "data_keys", ["root_key_id"], unique=False)
    op.create_index(
        "uq_data_keys_owner_active",
        "data_keys",
        ["owner"],
        unique=True,
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_table(
        "lawyers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("name_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lawyers")),
        sa.UniqueConstraint("name_index", name=op.f("uq_lawyers_name_index")),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("phone_number_id", sa.String(length=64), nullable=False),
        sa.Column("mode", sa.String(length=64), nullable=True),
        sa.Column("window_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_message_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("needs_lawyer_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("urgency", sa.String(length=64), server_default="normal", nullable=False),
        sa.Column(
            "reasons",
            postgresql.ARRAY(sa.String(length=64)),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_conversations_client_id_clients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sa.UniqueConstraint(
            "client_id", "phone_number_id", name=op.f("uq_conversations_client_id_phone_number_id")
        ),
    )
    op.create_index(
        "ix_conversations_last_message_at_id",
        "conversations",
        ["last_message_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_conversations_needs_lawyer_since",
        "conversations",
        ["needs_lawyer_since"],
        unique=False,
        postgresql_where=sa.text("needs_lawyer_since IS NOT NULL"),
    )
    op.create_table(
        "identities",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("verified", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "valid_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("valid_to", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("fk_identities_client_id_clients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
    )
    op.create_index("ix_identities_client_id", "identities", ["client_id"], unique=False)
    op.create_index(
        "uq_identities_kind_index_valid",
        "identities",
        ["kind", "index"],
        unique=True,
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_table(
        "lawyer_tokens",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("lawyer_id", sa.String(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["lawyer_id"], ["lawyers.id"], name=op.f("fk_lawyer_tokens_lawyer_id_lawyers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lawyer_tokens")),
        sa.UniqueConstraint("hash", name=op.f("uq_lawyer_tokens_hash")),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_drafts_conversation_id_conversations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint(
            "conversation_id", "version", name=op.f("uq_drafts_conversation_id_version")
        ),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("identity_id", sa.String(length=32), nullable=True),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("route", sa.String(length=64), nullable=True),
        sa.Column("urgency", sa.String(length=64), nullable=True),
        sa.Column(
            "reasons",
            postgresql.ARRAY(sa.String(length=64)),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_messages_conversation_id_conversations"),
        ),
        sa.ForeignKeyConstraint(
            ["identity_id"], ["identities.id"], name=op.f("fk_messages_identity_id_identities")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index(
        "ix_messages_conversation_id_sent_at",
        "messages",
        ["conversation_id", "sent_at", "received_at"],
        unique=False,
    )
    op.create_table(
        "analyses",
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.Column("intent", sa.String(length=64), nullable=False),
        sa.Column("intents", postgresql.ARRAY(sa.String(length=64)), nullable=False),
        sa.Column("urgency", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("analyst", sa.String(length=64), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_analyses_message_id_messages")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_analyses")),
    )
    op.create_table(
        "draft_answers",
        sa.Column("draft_id", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name=op.f("fk_draft_answers_draft_id_drafts")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_draft_answers_message_id_messages")
        ),
        sa.PrimaryKeyConstraint("draft_id", "message_id", name=op.f("pk_draft_answers")),
    )
    op.create_index("ix_draft_answers_message_id", "draft_answers", ["message_id"], unique=False)
    op.create_table(
        "outbound",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("draft_id", sa.String(length=32), nullable=False),
        sa.Column("identity_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("wamid", sa.LargeBinary(), nullable=True),
        sa.Column("wamid_index", sa.LargeBinary(length=32), nullable=True),
        sa.Column("error_code", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("sending_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ambiguous_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("played_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued','sending','ambiguous','refused','withheld','accepted','sent','failed','delivered','read','played')",
            name=op.f("ck_outbound_known_state"),
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_outbound_conversation_id_conversations"),
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name=op.f("fk_outbound_draft_id_drafts")
        ),
        sa.ForeignKeyConstraint(
            ["identity_id"], ["identities.id"], name=op.f("fk_outbound_identity_id_identities")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbound")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_outbound_draft_id")),
    )
    op.create_index(
        "ix_outbound_conversation_id_created_at",
        "outbound",
        ["conversation_id", "created_at"],
        unique=False,
    )
    op.create_index("uq_outbound_wamid_index", "outbound", ["wamid_index"], unique=True)
    op.create_table(
        "statuses",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("wamid_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("participant_index", sa.LargeBinary(length=32), nullable=True),
        sa.Column("outbound_id", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error_code", sa.Integer(), nullable=True),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["outbound_id"], ["outbound.id"], name=op.f("fk_statuses_outbound_id_outbound")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statuses")),
        sa.UniqueConstraint(
            "wamid_index",
            "name",
            "participant_index",
            name=op.f("uq_statuses_wamid_index_name_participant_index"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index("ix_statuses_outbound_id", "statuses", ["outbound_id"], unique=False)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_statuses_outbound_id", table_name="statuses")
    op.drop_table("statuses")
    op.drop_index("uq_outbound_wamid_index", table_name="outbound")
    op.drop_index("ix_outbound_conversation_id_created_at", table_name="outbound")
    op.drop_table("outbound")
    op.drop_index("ix_draft_answers_message_id", table_name="draft_answers")
    op.drop_table("draft_answers")
    op.drop_table("analyses")
    op.drop_index("ix_messages_conversation_id_sent_at", table_name="messages")
    op.drop_table("messages")
    op.drop_table("drafts")
    op.drop_table("lawyer_tokens")
    op.drop_index(
        "uq_identities_kind_index_valid",
        table_name="identities",
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.drop_index("ix_identities_client_id", table_name="identities")
    op.drop_table("identities")
    op.drop_index(
        "ix_conversations_needs_lawyer_since",
        table_name="conversations",
        postgresql_where=sa.text("needs_lawyer_since IS NOT NULL"),
    )
    op.drop_index("ix_conversations_last_message_at_id", table_name="conversations")
    op.drop_table("conversations")
    op.drop_table("lawyers")
    op.drop_index(
        "uq_data_keys_owner_active",
        table_name="data_keys",
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.drop_index("ix_data_keys_root_key_id", table_name="data_keys")
    op.drop_table("data_keys")
    op.drop_table("clients")
    op.drop_table("account_events")

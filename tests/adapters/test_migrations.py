"""A database with rows in it goes up and down, or says in one sentence why it cannot."""

import pytest
from alembic import command
from sqlalchemy import Engine, create_engine, text

from commands.schema import alembic_config

_CLIENT = "c" * 32
_PRIVATE, _GROUP = "a" * 32, "b" * 32


@pytest.fixture
def engine(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """An empty database, which Alembic's environment is told of."""
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    return create_engine(postgres_url)


def _converse(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO clients (id) VALUES (:id)"), {"id": _CLIENT})
        connection.execute(
            text(
                "INSERT INTO conversations (id, client_id, phone_number_id) VALUES (:id, :of, '7')"
            ),
            {"id": _PRIVATE, "of": _CLIENT},
        )


def _converse_in_a_group(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO conversations (id, client_id, phone_number_id, group_index)"
                r" VALUES (:id, :of, '7', '\x01')"
            ),
            {"id": _GROUP, "of": _CLIENT},
        )


def _conversations(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT id FROM conversations ORDER BY id")))


def _columns(engine: Engine) -> set[tuple[str, str]]:
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT table_name, column_name FROM information_schema.columns"
                " WHERE table_schema = 'public'"
            )
        )
        return {(row[0], row[1]) for row in rows}


def test_a_conversation_goes_up_and_down_and_up_again(engine: Engine) -> None:
    command.upgrade(alembic_config(), "0001")
    before = _columns(engine)
    _converse(engine)
    for _ in range(2):
        command.upgrade(alembic_config(), "0002")
        assert ("conversations", "group_index") in _columns(engine)
        assert _conversations(engine) == [_PRIVATE]
        command.downgrade(alembic_config(), "0001")
        assert _columns(engine) == before
        assert _conversations(engine) == [_PRIVATE]


@pytest.mark.parametrize("revision", ["0002", "head"])
def test_where_there_are_groups_the_way_down_is_refused_and_nothing_is_changed(
    engine: Engine, revision: str
) -> None:
    command.upgrade(alembic_config(), revision)
    _converse(engine)
    _converse_in_a_group(engine)
    before = _columns(engine)
    with pytest.raises(RuntimeError, match="1 of the conversations are groups'"):
        command.downgrade(alembic_config(), "0001")
    assert _columns(engine) == before
    assert _conversations(engine) == [_PRIVATE, _GROUP]


def test_where_messages_have_words_of_their_own_the_way_down_is_refused(engine: Engine) -> None:
    command.upgrade(alembic_config(), "head")
    _converse(engine)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO identities (id, client_id, kind, index, value)"
                " VALUES (:id, (SELECT id FROM clients LIMIT 1), 'phone', :index, :index)"
            ),
            {"id": "1" * 32, "index": b"1" * 32},
        )
        connection.execute(
            text(
                "INSERT INTO outbound (id, conversation_id, identity_id, content, state)"
                " VALUES (:id, :conversation, :identity, 'sealed', 'queued')"
            ),
            {"id": "2" * 32, "conversation": _PRIVATE, "identity": "1" * 32},
        )
    before = _columns(engine)
    with pytest.raises(RuntimeError, match="1 messages have words of their own"):
        command.downgrade(alembic_config(), "0004")
    assert _columns(engine) == before


def test_where_drafts_were_reviewed_the_way_down_is_refused(engine: Engine) -> None:
    command.upgrade(alembic_config(), "head")
    _converse(engine)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO lawyers (id, name, name_index, role)"
                " VALUES (:id, 'sealed', :index, 'lawyer')"
            ),
            {"id": "f" * 32, "index": b"1" * 32},
        )
        connection.execute(
            text(
                "INSERT INTO drafts (id, conversation_id, version, body, language)"
                " VALUES (:id, :conversation, 1, 'sealed', 'id')"
            ),
            {"id": "1" * 32, "conversation": _PRIVATE},
        )
        connection.execute(
            text(
                "INSERT INTO reviews (id, conversation_id, draft_id, draft_version, action,"
                " lawyer_id, role, length)"
                " VALUES (:id, :conversation, :draft, 1, 'approve', :lawyer, 'lawyer', 1)"
            ),
            {"id": "2" * 32, "conversation": _PRIVATE, "draft": "1" * 32, "lawyer": "f" * 32},
        )
    before = _columns(engine)
    with pytest.raises(RuntimeError, match="1 reviews of drafts are kept"):
        command.downgrade(alembic_config(), "0006")
    assert _columns(engine) == before


def test_what_was_done_at_the_command_line_does_not_bar_the_way_down(engine: Engine) -> None:
    command.upgrade(alembic_config(), "0003")
    before = _columns(engine)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO lawyers (id, name, name_index, role)"
                " VALUES (:id, 'sealed', :index, 'lawyer')"
            ),
            {"id": "f" * 32, "index": b"1" * 32},
        )
    command.upgrade(alembic_config(), "head")
    with engine.begin() as connection:
        for row, lawyer in (("1" * 32, "f" * 32), ("2" * 32, None)):
            connection.execute(
                text(
                    "INSERT INTO audit_log (id, lawyer_id, action, subject)"
                    " VALUES (:id, :lawyer, 'client_import', :client)"
                ),
                {"id": row, "lawyer": lawyer, "client": _CLIENT},
            )
    command.downgrade(alembic_config(), "0003")
    assert _columns(engine) == before
    with engine.connect() as connection:
        assert list(connection.scalars(text("SELECT id FROM audit_log"))) == ["1" * 32]
    command.upgrade(alembic_config(), "head")

"""What staff must know, until they have acknowledged it."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.postgres.access import visible_notice
from adapters.postgres.engine import transaction
from adapters.postgres.paging import cursor, position
from adapters.postgres.tables import Client, NoticeRow
from adapters.postgres.vault import FIRM, Vault
from domain.failures import Undecipherable, UnknownRecord
from domain.ids import ClientId, LawyerId, NoticeId
from domain.notices import KeptNotice, Notice, NoticeCode, NoticePage, Severity
from domain.views import LawyerView
from domain.webhook_json import as_text, parse_object


def keep_notice(
    session: Session,
    vault: Vault,
    row_id: NoticeId,
    notice: Notice,
    *,
    client_id: ClientId | None,
    at: datetime,
) -> bool:
    """Keep a notice once, about a client or the firm; False where it was kept before."""
    details = json.dumps(dict(notice.details), ensure_ascii=True)
    made = session.scalar(
        insert(NoticeRow)
        .values(
            id=row_id,
            code=notice.code,
            severity=notice.severity,
            client_id=client_id,
            details=vault.seal(session, client_id or FIRM, "notices.details", row_id, details),
            at=at,
        )
        .on_conflict_do_nothing()
        .returning(NoticeRow.id)
    )
    return made is not None


class PostgresFirmNotices:
    """Implements `domain.token_ports.FirmNotices`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def tell(self, notice_id: NoticeId, notice: Notice, at: datetime) -> bool:
        """See the port."""
        with transaction(self._engine) as session:
            return keep_notice(session, self._vault, notice_id, notice, client_id=None, at=at)


class PostgresNoticeBoard:
    """Implements `domain.ports.NoticeBoard`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def notices(
        self, viewer: LawyerView, *, open_only: bool, after: str | None, limit: int
    ) -> NoticePage:
        """See the port. Pages by (moment, id), so that new notices shift nothing."""
        wanted = (
            select(NoticeRow, Client)
            .outerjoin(Client, Client.id == NoticeRow.client_id)
            .where(visible_notice(viewer))
            .order_by(NoticeRow.at.desc(), NoticeRow.id.desc())
            .limit(limit + 1)
        )
        if open_only:
            wanted = wanted.where(NoticeRow.acknowledged_at.is_(None))
        if after is not None:
            wanted = wanted.where(tuple_(NoticeRow.at, NoticeRow.id) < position(after))
        with transaction(self._engine) as session:
            rows = session.execute(wanted).all()
            items = tuple(self._kept(session, notice, client) for notice, client in rows[:limit])
        last = items[-1] if len(rows) > limit else None
        return NoticePage(items=items, next=cursor(last.at, last.id) if last else None)

    def acknowledge(self, notice: NoticeId, viewer: LawyerView) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            seen = select(NoticeRow.id).where(NoticeRow.id == notice, visible_notice(viewer))
            if session.scalar(seen) is None:
                raise UnknownRecord(f"no notice {notice}")
            session.execute(
                update(NoticeRow)
                .where(NoticeRow.id == notice, NoticeRow.acknowledged_at.is_(None))
                .values(acknowledged_at=func.now(), acknowledged_by=viewer.id)
            )

    def _kept(self, session: Session, row: NoticeRow, client: Client | None) -> KeptNotice:
        return KeptNotice(
            id=NoticeId(row.id),
            code=NoticeCode(row.code),
            severity=Severity(row.severity),
            details=self._details(session, row),
            at=row.at,
            client_id=ClientId(row.client_id) if row.client_id else None,
            client_name=self._opened(session, "clients.name", client.id, client.name)
            if client
            else None,
            acknowledged_at=row.acknowledged_at,
            acknowledged_by=LawyerId(row.acknowledged_by) if row.acknowledged_by else None,
        )

    def _details(self, session: Session, row: NoticeRow) -> Mapping[str, str]:
        opened = self._opened(session, "notices.details", row.id, row.details)
        return {name: as_text(each) for name, each in parse_object(opened or "{}").items()}

    def _opened(self, session: Session, place: str, row: str, sealed: bytes | None) -> str | None:
        if sealed is None:
            return None
        try:
            return self._vault.open(session, place, row, sealed)
        except Undecipherable:
            # One client's lost key must not hide what staff must know of all the others.
            return None

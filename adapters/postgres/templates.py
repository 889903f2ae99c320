"""The catalogue of message templates, and what may be sent of it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Engine, case, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.postgres.engine import transaction
from adapters.postgres.tables import MessageTemplate, TemplateCatalogue
from domain.account_events import TemplateCategory, TemplateFact, TemplateStatus
from domain.outbound_content import Template
from domain.templates import (
    APPROVED,
    EVENT_AHEAD,
    KnownTemplate,
    ListedTemplate,
    SynchronisedTemplates,
    TemplatePart,
    status_after,
)

_PARTS: Final = TypeAdapter(tuple[TemplatePart, ...])


class PostgresTemplateStore:
    """Implements `domain.template_ports.TemplateStore`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(
        self, account_id: str, listed: Sequence[ListedTemplate], asked_at: datetime
    ) -> SynchronisedTemplates:
        """See the port."""
        with transaction(self._engine) as session:
            # Also the lock that lets one answer after the other be kept.
            newest = session.scalar(
                insert(TemplateCatalogue)
                .values(account_id=account_id, asked_at=asked_at)
                .on_conflict_do_update(
                    index_elements=[TemplateCatalogue.account_id],
                    set_={"asked_at": asked_at},
                    where=TemplateCatalogue.asked_at <= asked_at,
                )
                .returning(TemplateCatalogue.account_id)
            )
            if newest is not None:
                _keep_listed(session, account_id, listed, asked_at)
                _mark_gone(session, account_id, asked_at)
            rows = session.scalars(
                select(MessageTemplate).where(MessageTemplate.account_id == account_id)
            ).all()
            return SynchronisedTemplates(
                accounts=1,
                listed=sum(row.gone_at is None for row in rows),
                usable=sum(_known(row).usable for row in rows),
                gone=sum(row.gone_at is not None for row in rows),
            )

    def keep_only(self, accounts: Collection[str]) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            session.execute(
                delete(TemplateCatalogue).where(TemplateCatalogue.account_id.not_in(accounts))
            )

    def templates(self) -> tuple[KnownTemplate, ...]:
        """See the port."""
        order = (MessageTemplate.name, MessageTemplate.language, MessageTemplate.account_id)
        with transaction(self._engine) as session:
            rows = session.scalars(select(MessageTemplate).order_by(*order))
            return tuple(map(_known, rows.all()))

    def synchronised_at(self) -> datetime | None:
        """See the port."""
        with transaction(self._engine) as session:
            return session.scalar(select(func.min(TemplateCatalogue.asked_at)))


def follow(session: Session, fact: TemplateFact) -> bool:
    """Let the catalogue follow what a webhook says; False where none is kept."""
    if not _is_kept(session):
        return False
    named = (
        MessageTemplate.name == fact.template.name,
        MessageTemplate.language == fact.template.language,
    )
    if isinstance(fact, TemplateStatus):
        status = status_after(fact.event)
        if status is not None:
            _change_status(session, named, status, fact.at)
    elif isinstance(fact, TemplateCategory) and fact.current and not fact.upcoming:
        session.execute(update(MessageTemplate).where(*named).values(category=fact.current[:64]))
    return True


def may_be_sent(session: Session, template: Template) -> bool:
    """Whether a template is usable in one of the firm's accounts, or nobody knows."""
    usable = select(MessageTemplate.account_id).where(
        MessageTemplate.name == template.name,
        MessageTemplate.language == template.language,
        MessageTemplate.status == APPROVED,
        MessageTemplate.gone_at.is_(None),
    )
    return session.scalar(usable.limit(1)) is not None or not _is_kept(session)


def _is_kept(session: Session) -> bool:
    return session.scalar(select(TemplateCatalogue.account_id).limit(1)) is not None


def _change_status(
    session: Session, named: tuple[ColumnElement[bool], ...], status: str, at: datetime
) -> None:
    session.execute(
        update(MessageTemplate)
        # WhatsApp delivers webhooks in any order, and for days: the latest word stands.
        .where(*named, or_(MessageTemplate.status_at.is_(None), MessageTemplate.status_at <= at))
        .values(status=status, status_at=at)
    )


def _keep_listed(
    session: Session, account_id: str, listed: Sequence[ListedTemplate], asked_at: datetime
) -> None:
    if not listed:
        return
    row = insert(MessageTemplate)
    told = row.excluded
    told_by_webhook = MessageTemplate.status_at > asked_at - EVENT_AHEAD
    session.execute(
        row.on_conflict_do_update(
            index_elements=[
                MessageTemplate.account_id,
                MessageTemplate.name,
                MessageTemplate.language,
            ],
            set_={
                "template_id": told.template_id,
                "status": case((told_by_webhook, MessageTemplate.status), else_=told.status),
                "category": told.category,
                "parts": told.parts,
                "synchronised_at": told.synchronised_at,
                "gone_at": None,
            },
        ),
        [
            {
                "account_id": account_id,
                "name": each.name,
                "language": each.language,
                "template_id": each.id,
                "status": each.status,
                "category": each.category,
                "parts": _PARTS.dump_python(each.parts, mode="json"),
                "synchronised_at": asked_at,
            }
            for each in sorted(listed, key=lambda each: (each.name, each.language))
        ],
    )


def _mark_gone(session: Session, account_id: str, asked_at: datetime) -> None:
    session.execute(
        update(MessageTemplate)
        .where(
            MessageTemplate.account_id == account_id,
            MessageTemplate.synchronised_at < asked_at,
            MessageTemplate.gone_at.is_(None),
        )
        .values(gone_at=asked_at)
    )


def _known(row: MessageTemplate) -> KnownTemplate:
    return KnownTemplate(
        account_id=row.account_id,
        name=row.name,
        language=row.language,
        status=row.status,
        category=row.category,
        parts=_PARTS.validate_python(row.parts),
        synchronised_at=row.synchronised_at,
        gone_at=row.gone_at,
    )

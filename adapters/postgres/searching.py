"""Looks for clients and cases by blind indexes, and for words in what one scope holds."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Final

from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session

from adapters.postgres.access import seen_case, seen_client, visible_conversation
from adapters.postgres.case_desk import PostgresCaseDesk
from adapters.postgres.client_desk import PostgresClientDesk
from adapters.postgres.engine import transaction
from adapters.postgres.persons import is_same_person
from adapters.postgres.reading import PostgresConversationReader, is_about, outbound_words
from adapters.postgres.said import described, opened, read_again
from adapters.postgres.tables import Conversation, Draft, MediaPage, Message, Outbound
from adapters.postgres.vault import Vault
from domain.analysis import Language
from domain.cases import CaseSearch
from domain.clients import ClientSearch
from domain.ids import ConversationId, MessageId, OutboundId
from domain.phones import as_written
from domain.policy import FirmPolicy
from domain.searching import (
    FoundIn,
    SearchHit,
    SearchResult,
    SearchScope,
    snippet,
    words_of_search,
)
from domain.views import ConversationSummary, LawyerView

_MOST_LOOKED_AT: Final = 2_000
"""Of each side's messages, and pages of files: what is opened to look into it."""

_MOST_TOLD: Final = 100
_MOST_PEOPLE: Final = 20
_AT_ONCE: Final = 200

_There = Select[str]


class PostgresConversationSearch:
    """Implements `domain.reading_ports.ConversationSearch`."""

    def __init__(self, engine: Engine, vault: Vault, policy: FirmPolicy) -> None:
        self._engine = engine
        self._vault = vault
        self._clients = PostgresClientDesk(engine, vault)
        self._cases = PostgresCaseDesk(engine, vault)
        self._reader = PostgresConversationReader(engine, vault, policy)

    def exact(self, viewer: LawyerView, text: str) -> SearchResult:
        """See the port."""
        phone = as_written(text)
        by = [ClientSearch(name=text), ClientSearch(reference=text)]
        by += [ClientSearch(phone=phone)] if phone else []
        clients = {each.id: each for one in by for each in self._clients.search(viewer, one)}
        named = [CaseSearch(number=text), CaseSearch(reference=text)]
        cases = {each.id: each for one in named for each in self._cases.search(viewer, one)}
        found: dict[ConversationId, ConversationSummary] = {}
        for client in islice(clients, _MOST_PEOPLE):
            page = self._reader.conversations(viewer, client=client, after=None, limit=_MOST_PEOPLE)
            found |= {each.id: each for each in page.items}
        for case in islice(cases, _MOST_PEOPLE):
            page = self._reader.conversations(viewer, case=case, after=None, limit=_MOST_PEOPLE)
            found |= {each.id: each for each in page.items}
        return SearchResult(
            clients=tuple(clients.values()),
            cases=tuple(cases.values()),
            conversations=tuple(found.values()),
            stopped_early=max(len(clients), len(cases)) > _MOST_PEOPLE,
        )

    def within(self, viewer: LawyerView, text: str, scope: SearchScope) -> SearchResult:
        """See the port. What is looked at is opened in pieces, and nothing of it is kept."""
        words = words_of_search(text)
        with transaction(self._engine) as session:
            there = _conversations(session, viewer, scope)
            hits: list[SearchHit] = []
            more = False
            for look in (self._messages, self._pages, self._outbound):
                for before, hit in enumerate(look(session, there)):
                    if before == _MOST_LOOKED_AT:
                        more = True
                        break
                    if hit is not None and (found := snippet(hit.snippet, words)):
                        hits.append(replace(hit, snippet=found))
        hits.sort(key=lambda hit: (hit.at, hit.id), reverse=True)
        return SearchResult(
            hits=tuple(hits[:_MOST_TOLD]), stopped_early=more or len(hits) > _MOST_TOLD
        )

    def _messages(self, session: Session, there: _There) -> Iterator[SearchHit | None]:
        wanted = (
            select(Message)
            .where(Message.conversation_id.in_(there))
            .order_by(Message.sent_at.desc(), Message.id)
            .limit(_MOST_LOOKED_AT + 1)
            .execution_options(yield_per=_AT_ONCE)
        )
        for row in session.scalars(wanted):
            received = read_again(session, self._vault, row)
            yield _whole(
                row.conversation_id,
                FoundIn.MESSAGE,
                MessageId(row.id),
                row.sent_at,
                described(received)[Language.INDONESIAN] if received else None,
            )

    def _pages(self, session: Session, there: _There) -> Iterator[SearchHit | None]:
        wanted = (
            select(MediaPage, Message.conversation_id, Message.sent_at)
            .join(Message, Message.id == MediaPage.message_id)
            .where(Message.conversation_id.in_(there))
            .order_by(Message.sent_at.desc(), Message.id, MediaPage.number)
            .limit(_MOST_LOOKED_AT + 1)
            .execution_options(yield_per=_AT_ONCE)
        )
        for row, conversation, at in session.execute(wanted):
            place = f"{row.message_id}/{row.number}"
            text = opened(session, self._vault, "media_pages.text", place, row.text)
            yield _whole(conversation, FoundIn.FILE, MessageId(row.message_id), at, text)

    def _outbound(self, session: Session, there: _There) -> Iterator[SearchHit | None]:
        wanted = (
            select(Outbound, Draft)
            .outerjoin(Draft, Draft.id == Outbound.draft_id)
            .where(Outbound.conversation_id.in_(there))
            .order_by(Outbound.created_at.desc(), Outbound.id)
            .limit(_MOST_LOOKED_AT + 1)
            .execution_options(yield_per=_AT_ONCE)
        )
        for row, draft in session.execute(wanted):
            text = outbound_words(session, self._vault, row, draft)
            yield _whole(
                row.conversation_id, FoundIn.OUTBOUND, OutboundId(row.id), row.created_at, text
            )


def _whole(
    conversation: str,
    found_in: FoundIn,
    row: MessageId | OutboundId,
    at: datetime,
    text: str | None,
) -> SearchHit | None:
    """A hit with all of a text, which is still to be looked into; None where there is none."""
    if text is None:
        return None
    return SearchHit(
        conversation_id=ConversationId(conversation), found_in=found_in, id=row, at=at, snippet=text
    )


def _conversations(session: Session, viewer: LawyerView, scope: SearchScope) -> _There:
    """Those of a scope that somebody may read; the scope itself they must be allowed to know of."""
    there = select(Conversation.id).where(visible_conversation(viewer))
    if scope.client is not None:
        seen_client(session, viewer, scope.client)
        there = there.where(is_same_person(Conversation.client_id, scope.client))
    if scope.case is not None:
        seen_case(session, viewer, scope.case)
        there = there.where(is_about(scope.case))
    return there

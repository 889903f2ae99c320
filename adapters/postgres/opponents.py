"""The conflict gate: opponents of the firm's clients, met in what somebody else sends."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sqlalchemy import LargeBinary, Select, cast, func, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session

from adapters.postgres.flags import raise_flag
from adapters.postgres.persons import root_of, same_person
from adapters.postgres.said import opened
from adapters.postgres.sent import Sent
from adapters.postgres.tables import (
    CaseClient,
    CaseRow,
    Client,
    Conflict,
    Conversation,
    Identity,
    Message,
    Party,
    PartyName,
)
from adapters.postgres.vault import Vault
from domain.cases import CaseStatus, PartyRole
from domain.clients import Intake, Standing
from domain.conflicts import (
    STANDING,
    ConflictHit,
    ConflictSource,
    ConflictState,
    each_party_once,
    first_contact,
    sources_that_count,
)
from domain.identities import IdentityKind
from domain.ids import CaseId, ClientId, ConversationId, PartyId, conflict_id
from domain.names import INDEX, Likeness, NameForm, forms_in_text, forms_looked_for
from domain.phones import as_written, same_number
from domain.routing import Reason

_PHONE_INDEX: Final = "party_phone"
"""As `adapters/postgres/parties.py` keeps parties' numbers."""

_MOST_FORMS: Final = 40_000
"""Forms of one text that are looked for; it is read from its beginning."""


def check(
    session: Session, vault: Vault, message: Message, sent: Sent, *, file: bool = False
) -> bool:
    """Keep every opponent met in what was sent; gives whether the sender stands in a conflict.

    The conversation is marked, and a prospect's intake with it. A conflict that the partner has
    cleared does not come up again, under whatever name they write.
    """
    conversation = session.get_one(Conversation, message.conversation_id)
    client = ClientId(conversation.client_id)
    people = same_person(session, client)
    standing = Standing(session.get_one(Client, root_of(session, client)).standing)
    open_cases = len(session.scalars(own_cases(people, only_open=True)).all())
    at_first = first_contact(standing, open_cases=open_cases)
    hits = _hits(session, vault, people, sent, at_first_contact=at_first, file=file)
    known = select(Conflict.party_id).where(Conflict.client_id.in_(people))
    known_parties = set(session.scalars(known).all())
    new = [hit for hit in hits if hit.party_id not in known_parties]
    if new:
        _keep(session, client, message, new)
        _hold(session, people)
    if not in_conflict(session, people):
        return False
    raise_flag(session, ConversationId(conversation.id), [Reason.CONFLICT])
    return True


def in_conflict(session: Session, people: Sequence[ClientId]) -> bool:
    """Whether somebody stands or may stand against a client."""
    wanted = select(Conflict.id).where(Conflict.client_id.in_(people), Conflict.state.in_(STANDING))
    return session.scalar(wanted.limit(1)) is not None


def reopen(session: Session, party: str) -> None:
    """Put what was cleared of a party before the partner again: it was cleared of another name."""
    cleared = session.scalars(
        select(Conflict)
        .where(Conflict.party_id == party, Conflict.state == ConflictState.CLEARED)
        .order_by(Conflict.id)
        .with_for_update()
    ).all()
    for row in cleared:
        row.state = ConflictState.OPEN
        row.decided_at = row.decided_by = row.note = None
        people = same_person(session, ClientId(row.client_id))
        _hold(session, people)
        conversations = session.scalars(
            select(Conversation.id)
            .where(Conversation.client_id.in_(people))
            .order_by(Conversation.id)
        ).all()
        for conversation in conversations:
            raise_flag(session, ConversationId(conversation), [Reason.CONFLICT])


def own_cases(people: Sequence[ClientId], *, only_open: bool = False) -> Select[CaseRow]:
    """The cases led for somebody, under whatever name; the oldest first."""
    shared = select(CaseClient.case_id).where(CaseClient.client_id.in_(people))
    wanted = (
        select(CaseRow)
        .where(or_(CaseRow.client_id.in_(people), CaseRow.id.in_(shared)))
        .order_by(CaseRow.opened_on, CaseRow.id)
    )
    return wanted.where(CaseRow.status != CaseStatus.CLOSED) if only_open else wanted


def cases_naming(
    session: Session, vault: Vault, cases: Sequence[CaseId], sent: Sent
) -> tuple[CaseId, ...]:
    """Those of some cases of which somebody is named in what was sent."""
    forms = [*_of_names(sent.names), *forms_in_text(sent.text, _MOST_FORMS)]
    if not cases or not forms:
        return ()
    parties = _parties_called(session, vault, forms)
    found = session.scalars(
        select(Party.case_id).where(Party.case_id.in_(cases), Party.id.in_(parties)).distinct()
    )
    return tuple(CaseId(case) for case in found)


def _hits(
    session: Session,
    vault: Vault,
    people: Sequence[ClientId],
    sent: Sent,
    *,
    at_first_contact: bool,
    file: bool,
) -> tuple[ConflictHit, ...]:
    count = sources_that_count(at_first_contact=at_first_contact)
    own = [*_names_of(session, vault, people), *([sent.profile] if sent.profile else [])]
    named: dict[ConflictSource, list[NameForm]] = {
        ConflictSource.PROFILE: _of_names(own),
        ConflictSource.CONTACT: _of_names(
            name for card in sent.cards for name in (card.name, card.organisation) if name
        ),
    }
    if ConflictSource.MESSAGE in count:
        source = ConflictSource.DOCUMENT if file else ConflictSource.MESSAGE
        named[source] = [*_of_names(sent.names), *forms_in_text(sent.text, _MOST_FORMS)]
    found: list[ConflictHit] = []
    for source, forms in named.items():
        found += _by_name(session, vault, people, source, forms)
    found += _by_number(session, vault, people, sent)
    return each_party_once(hit for hit in found if hit.source in count)


def _by_name(
    session: Session,
    vault: Vault,
    people: Sequence[ClientId],
    source: ConflictSource,
    forms: Sequence[NameForm],
) -> Iterator[ConflictHit]:
    likenesses = _parties_called(session, vault, forms)
    if not likenesses:
        return
    for party in session.scalars(_opponents(people).where(Party.id.in_(likenesses))):
        yield ConflictHit(party_id=PartyId(party), source=source, likeness=likenesses[party])


def _by_number(
    session: Session, vault: Vault, people: Sequence[ClientId], sent: Sent
) -> Iterator[ConflictHit]:
    numbers = {
        ConflictSource.NUMBER: _numbers_of(session, vault, people),
        ConflictSource.CONTACT: [
            as_written(phone) or phone for card in sent.cards for phone in card.phones
        ],
    }
    for source, phones in numbers.items():
        indices = [vault.index(_PHONE_INDEX, same_number(phone)) for phone in phones]
        for party in session.scalars(_opponents(people).where(Party.phone_index.in_(indices))):
            yield ConflictHit(party_id=PartyId(party), source=source, likeness=Likeness.EXACT)


def _numbers_of(session: Session, vault: Vault, people: Sequence[ClientId]) -> list[str]:
    rows = session.scalars(
        select(Identity).where(Identity.client_id.in_(people), Identity.kind == IdentityKind.PHONE)
    )
    values = (opened(session, vault, "identities.value", row.id, row.value) for row in rows)
    return [value for value in values if value]


def _names_of(session: Session, vault: Vault, people: Sequence[ClientId]) -> list[str]:
    """What the firm itself calls somebody, whatever they call themselves."""
    rows = session.scalars(select(Client).where(Client.id.in_(people), Client.name.is_not(None)))
    values = (opened(session, vault, "clients.name", row.id, row.name) for row in rows)
    return [value for value in values if value]


def _opponents(people: Sequence[ClientId]) -> Select[str]:
    """The opponents of other clients in cases that are not closed."""
    own = select(CaseClient.case_id).where(CaseClient.client_id.in_(people))
    return (
        select(Party.id)
        .join(CaseRow, CaseRow.id == Party.case_id)
        .where(
            Party.role == PartyRole.OPPONENT,
            CaseRow.status != CaseStatus.CLOSED,
            CaseRow.client_id.not_in(people),
            CaseRow.id.not_in(own),
        )
    )


def _parties_called(
    session: Session, vault: Vault, forms: Iterable[NameForm]
) -> dict[str, Likeness]:
    """The parties of any case that go by any of some forms, and how alike the names are.

    A query of its own: few are found, and what is asked of them then is quick whatever the number
    of forms, of parties and of cases.
    """
    indices = list({vault.index(INDEX, form.text) for form in forms})
    if not indices:
        return {}
    found: dict[str, Likeness] = {}
    # One parameter, however many there are.
    listed = func.unnest(cast(indices, ARRAY(LargeBinary)))
    looked_for = select(listed.label("index")).subquery()
    rows = session.execute(
        select(PartyName.party_id, PartyName.likeness).join(
            looked_for, looked_for.c.index == PartyName.index
        )
    )
    for party, likeness in rows:
        if found.get(party) is not Likeness.EXACT:
            found[party] = Likeness(likeness)
    return found


def _of_names(names: Iterable[str]) -> list[NameForm]:
    return [form for name in names for form in forms_looked_for(name)]


def _hold(session: Session, people: Sequence[ClientId]) -> None:
    session.execute(
        update(Client)
        .where(Client.id.in_(people), Client.standing == Standing.PROSPECT)
        .values(intake=Intake.CONFLICT)
    )


def _keep(
    session: Session, client: ClientId, message: Message, hits: Sequence[ConflictHit]
) -> None:
    session.execute(
        insert(Conflict)
        .values(
            [
                {
                    "id": conflict_id(client, hit.party_id),
                    "client_id": client,
                    "party_id": hit.party_id,
                    "message_id": message.id,
                    "source": hit.source,
                    "likeness": hit.likeness,
                }
                for hit in hits
            ]
        )
        .on_conflict_do_nothing()
    )

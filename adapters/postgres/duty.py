"""Who of the firm is to be told of a conversation, and who may be."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.postgres.access import visible_conversation
from adapters.postgres.lawyers import name_index
from adapters.postgres.tables import CaseMember, Conversation, Lawyer
from adapters.postgres.vault import Vault
from domain.access import Role, changes_the_firm
from domain.cases import MemberRole
from domain.ids import ConversationId, LawyerId
from domain.on_call import OnCallSchedule
from domain.sla import ChainRole
from domain.views import LawyerView


class Duty:
    """Who has which role towards a conversation, or the firm, at a moment."""

    def __init__(
        self,
        session: Session,
        vault: Vault,
        conversation: ConversationId | None,
        on_call: OnCallSchedule,
    ) -> None:
        self._session = session
        self._vault = vault
        self._id = conversation
        self._on_call = on_call

    def people(
        self, roles: Sequence[ChainRole], *, at: datetime, holder: LawyerId | None
    ) -> tuple[LawyerId, ...]:
        """Those who have one of the roles, or whoever stands in for them; each once.

        Only those who may read the conversation. Nobody where nobody may.
        """
        found = self._allowed(
            [lawyer for role in roles for lawyer in self._in_role(role, at, holder)]
        )
        stand_ins: tuple[Callable[[], Iterable[str]], ...] = (
            lambda: self._in_role(ChainRole.ON_CALL, at, holder),
            self._members,
            lambda: self._with_role(Role.PARTNER),
            lambda: self._with_role(Role.LAWYER),
        )
        for stand_in in stand_ins:
            if found:
                break
            found = self._allowed(stand_in())
        return found

    def _in_role(self, role: ChainRole, at: datetime, holder: LawyerId | None) -> Iterable[str]:
        match role:
            case ChainRole.HOLDER:
                return [holder] if holder else []
            case ChainRole.RESPONSIBLE:
                return self._members(MemberRole.RESPONSIBLE)
            case ChainRole.DEPUTY:
                return self._members(MemberRole.DEPUTY)
            case ChainRole.ON_CALL:
                name = self._on_call.at(at)
                if name is None:
                    return []
                index = name_index(self._vault, name)
                return self._session.scalars(select(Lawyer.id).where(Lawyer.name_index == index))

    def _members(self, role: MemberRole | None = None) -> Iterable[str]:
        """Those who work on what the conversation was about last."""
        wanted = (
            select(CaseMember.lawyer_id)
            .join(Conversation, Conversation.case_id == CaseMember.case_id)
            .where(Conversation.id == self._id)
            .order_by(CaseMember.lawyer_id)
        )
        if role is not None:
            wanted = wanted.where(CaseMember.role == role)
        return self._session.scalars(wanted)

    def _with_role(self, role: Role) -> Iterable[str]:
        return self._session.scalars(
            select(Lawyer.id).where(Lawyer.role == role).order_by(Lawyer.id)
        )

    def _allowed(self, lawyers: Iterable[str]) -> tuple[LawyerId, ...]:
        """Those of them who may read the conversation, or look after the firm."""
        given = tuple(dict.fromkeys(lawyers))
        rows = self._session.execute(select(Lawyer.id, Lawyer.role).where(Lawyer.id.in_(given)))
        roles = {row.id: row.role for row in rows}
        viewers = [
            LawyerView(id=LawyerId(each), name="", role=roles[each])
            for each in given
            if each in roles
        ]
        return tuple(viewer.id for viewer in viewers if self._may_hear(viewer))

    def _may_hear(self, viewer: LawyerView) -> bool:
        if self._id is None:
            return changes_the_firm(viewer)
        seen = select(Conversation.id).where(
            Conversation.id == self._id, visible_conversation(viewer)
        )
        return self._session.scalar(seen) is not None

"""The roles behind the lawyers' API that have to do with clients and cases.

Each method takes the lawyer who asks: what they may not see is not there for them.
"""

from collections.abc import Sequence
from typing import Protocol

from domain.cases import (
    CaseDetails,
    CasePage,
    CaseSearch,
    CaseStatus,
    CaseSummary,
    CaseView,
    Member,
    PartyDetails,
)
from domain.clients import (
    CheckMethod,
    ClientDetails,
    ClientPage,
    ClientSearch,
    ClientSummary,
    ClientView,
    IdentityView,
    Standing,
)
from domain.ids import CaseId, ClientId, ConversationId, IdentityId, MessageId, PartyId
from domain.offices import OfficeDetails, OfficeView
from domain.views import LawyerView


class ClientDesk(Protocol):
    """Who the firm's clients are.

    Raises:
        UnknownRecord: what is asked for is not there, or not for the viewer to see.
        NotAllowed: the viewer reads no contents, and so writes none.
    """

    def clients(
        self, viewer: LawyerView, *, standing: Standing | None, after: str | None, limit: int
    ) -> ClientPage:
        """Clients, newest first."""
        ...

    def search(self, viewer: LawyerView, search: ClientSearch) -> tuple[ClientSummary, ...]:
        """Clients of this very name, number or reference, newest first; a hundred at most."""
        ...

    def client(self, viewer: LawyerView, client: ClientId) -> ClientView:
        """One client."""
        ...

    def add(self, viewer: LawyerView, details: ClientDetails, phones: Sequence[str]) -> ClientView:
        """Add a client with their numbers, in E.164.

        Raises:
            Taken: another has the reference, or writes from one of the numbers.
        """
        ...

    def change(self, viewer: LawyerView, client: ClientId, details: ClientDetails) -> ClientView:
        """Put other details in place of a client's.

        Raises:
            Taken: another has the reference.
        """
        ...

    def add_phone(self, viewer: LawyerView, client: ClientId, phone: str) -> IdentityView:
        """Note that a client writes from a number too, in E.164; it is not verified by that.

        Raises:
            Taken: another client writes from it.
        """
        ...

    def end_identity(self, viewer: LawyerView, client: ClientId, identity: IdentityId) -> None:
        """Note that a client writes from there no longer: nothing is sent there any more."""
        ...

    def merge(self, viewer: LawyerView, client: ClientId, into: ClientId) -> ClientView:
        """Note that two clients are one person.

        What either wrote stays where it is, and a reply goes to the identity that wrote.

        Raises:
            Taken: they are one person already, or `client` is merged into another.
        """
        ...

    def unmerge(self, viewer: LawyerView, client: ClientId) -> ClientView:
        """Undo that, for one client and whoever was merged into them.

        Raises:
            Taken: they are not merged into another.
        """
        ...


class ProofDesk(Protocol):
    """How clients prove who they are, as lawyers arrange it.

    Raises:
        UnknownRecord: what is asked for is not there, or not for the viewer to see.
    """

    def give_pin(self, viewer: LawyerView, case: CaseId) -> str:
        """A new PIN of a case, in place of the one before. It is shown once: nobody can read it.

        Raises:
            NotAllowed: the viewer is no lawyer.
            Taken: the case is closed.
        """
        ...

    def vouch(
        self,
        viewer: LawyerView,
        client: ClientId,
        identity: IdentityId,
        method: CheckMethod,
        note: str,
    ) -> None:
        """Note that somebody of the firm called back, or saw the client, and made sure.

        Raises:
            Outdated: the client's number or identity has changed, which a lawyer must look at.
        """
        ...


class CaseDesk(Protocol):
    """What the firm works on.

    Raises:
        UnknownRecord: what is asked for is not there, or not for the viewer to see.
        NotAllowed: the viewer reads no contents, and so writes none.
        Taken: another case has the reference.
    """

    def cases(
        self,
        viewer: LawyerView,
        *,
        client: ClientId | None = None,
        status: CaseStatus | None = None,
        own: bool = False,
        after: str | None,
        limit: int,
    ) -> CasePage:
        """Cases, newest first; of one person under all their names; those the viewer works on."""
        ...

    def search(self, viewer: LawyerView, search: CaseSearch) -> tuple[CaseSummary, ...]:
        """Cases of this very number or reference, newest first; a hundred at most."""
        ...

    def case(self, viewer: LawyerView, case: CaseId) -> CaseView:
        """One case."""
        ...

    def add(
        self,
        viewer: LawyerView,
        details: CaseDetails,
        *,
        clients: Sequence[ClientId],
        members: Sequence[Member],
        parties: Sequence[PartyDetails] = (),
    ) -> CaseView:
        """Add a case. The key of its first client seals it."""
        ...

    def change(self, viewer: LawyerView, case: CaseId, details: CaseDetails) -> CaseView:
        """Put other details in place of a case's."""
        ...

    def set_clients(
        self, viewer: LawyerView, case: CaseId, clients: Sequence[ClientId]
    ) -> CaseView:
        """Say for whom a case is led.

        Raises:
            Taken: the client whose key seals it is not among them.
        """
        ...

    def set_members(self, viewer: LawyerView, case: CaseId, members: Sequence[Member]) -> CaseView:
        """Say who works on a case."""
        ...

    def add_party(self, viewer: LawyerView, case: CaseId, party: PartyDetails) -> CaseView:
        """Add somebody else to a case."""
        ...

    def change_party(
        self, viewer: LawyerView, case: CaseId, party: PartyId, details: PartyDetails
    ) -> CaseView:
        """Put other details in place of a party's."""
        ...

    def remove_party(self, viewer: LawyerView, case: CaseId, party: PartyId) -> None:
        """Take somebody out of a case.

        Raises:
            Taken: somebody was found to stand against the client because of them.
        """
        ...


class CaseMapping(Protocol):
    """Which case messages belong to, as lawyers put it right.

    Raises:
        UnknownRecord: what is asked for is not there, or not for the viewer to see.
        Taken: the case is not this client's.
    """

    def put_message(self, viewer: LawyerView, message: MessageId, case: CaseId | None) -> None:
        """Put a message to a case, or to none; no machine changes that again."""
        ...

    def put_conversation(
        self, viewer: LawyerView, conversation: ConversationId, case: CaseId | None
    ) -> None:
        """Say what a conversation is about now. What was put to a case before stays there."""
        ...


class OfficeRegister(Protocol):
    """The firm's own numbers.

    Raises:
        NotAllowed: the viewer changes nothing.
    """

    def offices(self) -> tuple[OfficeView, ...]:
        """All numbers, in the order of their ids."""
        ...

    def put(self, viewer: LawyerView, phone_number_id: str, details: OfficeDetails) -> OfficeView:
        """Say how the firm calls one of its numbers."""
        ...

    def remove(self, viewer: LawyerView, phone_number_id: str) -> None:
        """Forget what the firm called a number.

        Raises:
            UnknownRecord: it had no name.
        """
        ...

"""Who of the firm may see what. Whoever may not see something is told that it is not there."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.ids import LawyerId
from domain.views import LawyerView


class Role(StrEnum):
    """What somebody is in the firm."""

    LAWYER = "lawyer"
    STAFF = "staff"
    PARTNER = "partner"
    """Also decides on conflicts of interest."""
    ADMIN = "admin"
    """Keeps the system running, and reads nothing of what clients write."""
    AUDITOR = "auditor"
    """Sees that something was done, never with what words, and changes nothing."""


_READERS: Final = frozenset({Role.LAWYER, Role.STAFF, Role.PARTNER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """A case that only its own lawyers may know of, and who they are."""

    members: Collection[LawyerId]


def reads_contents(viewer: LawyerView) -> bool:
    """Whether somebody may read what clients write, and what is kept of them and their cases."""
    return viewer.role in _READERS


def decides_conflicts(viewer: LawyerView) -> bool:
    """Whether somebody looks at those who may stand against a client of the firm."""
    return viewer.role == Role.PARTNER


def gives_pins(viewer: LawyerView) -> bool:
    """Whether somebody may give a client the PIN of a case."""
    return viewer.role in {Role.LAWYER, Role.PARTNER}


def releases_files(viewer: LawyerView) -> bool:
    """Whether somebody may let a file out of quarantine."""
    return viewer.role in {Role.LAWYER, Role.PARTNER}


def decides_deadlines(viewer: LawyerView) -> bool:
    """Whether somebody may say which day a deadline is, or that it is none."""
    return viewer.role in {Role.LAWYER, Role.PARTNER}


def holds_the_pen(viewer: LawyerView) -> bool:
    """Whether somebody may take a conversation over, hand it back, assign or resolve it."""
    return reads_contents(viewer)


def sets_modes(viewer: LawyerView) -> bool:
    """Whether somebody may say what the assistant does in a conversation."""
    return viewer.role in {Role.LAWYER, Role.PARTNER}


def writes_to_clients(viewer: LawyerView, approvers: Collection[Role] = ()) -> bool:
    """Whether somebody may send a client words of their own.

    Staff only where the firm has them approve every draft; `approvers` are those who do.
    """
    if viewer.role == Role.STAFF:
        return Role.STAFF in approvers
    return viewer.role in {Role.LAWYER, Role.PARTNER}


def changes_the_firm(viewer: LawyerView) -> bool:
    """Whether somebody may change what belongs to no client, such as the firm's numbers."""
    return reads_contents(viewer) or viewer.role == Role.ADMIN


def is_inside(viewer: LawyerView, wall: Wall) -> bool:
    """Whether a case's wall is none for somebody. Not even a partner looks over it."""
    return viewer.id in wall.members


def may_see_case(viewer: LawyerView, wall: Wall | None) -> bool:
    """Whether somebody may know of a case; `wall` is None where it has none."""
    return reads_contents(viewer) and (wall is None or is_inside(viewer, wall))


def may_see_conversation(
    viewer: LawyerView,
    *,
    conflict: bool,
    walls: Collection[Wall],
    cases: Collection[Wall | None] = (),
) -> bool:
    """Whether somebody may read a conversation, its files, and what else belongs to it.

    `conflict`: the person who writes stands or may stand against a client. `walls`: those of all
    cases that the conversation or any message in it was put to: one is enough to hide all of it.
    `cases`: all that the firm leads for who writes: what could not be put to any of them yet must
    not show somebody who is not to be known.
    """
    if not may_see_client(viewer, conflict=conflict, cases=cases):
        return False
    return all(is_inside(viewer, wall) for wall in walls)


def may_see_client(viewer: LawyerView, *, conflict: bool, cases: Collection[Wall | None]) -> bool:
    """Whether somebody may know of a person. `cases`: all that the firm leads for them.

    Who comes to the firm only for cases behind walls is not to be known either.
    """
    if not reads_contents(viewer) or (conflict and not decides_conflicts(viewer)):
        return False
    return not cases or any(may_see_case(viewer, wall) for wall in cases)


def may_see_notice(*, client: bool | None, conversations: Collection[bool]) -> bool:
    """Whether somebody is told a notice. One about a client follows them and all they wrote.

    `client`: whether they may see that client, None where it is about the firm; `conversations`:
    the same of each of the client's.
    """
    return client is None or (client and all(conversations))

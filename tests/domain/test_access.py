"""Who of the firm may see what, as a table."""

import pytest

from domain.access import (
    Role,
    Wall,
    changes_the_firm,
    gives_pins,
    holds_the_pen,
    may_see_case,
    may_see_client,
    may_see_conversation,
    may_see_notice,
    reads_contents,
    releases_files,
    sets_modes,
    writes_to_clients,
)
from domain.ids import LawyerId
from domain.views import LawyerView

_ME = LawyerId("a" * 32)
_MINE = Wall(members=[_ME])
_THEIRS = Wall(members=[LawyerId("b" * 32)])


def _viewer(role: str) -> LawyerView:
    return LawyerView(id=_ME, name="Dewi Lestari", role=role)


@pytest.mark.parametrize(
    ("role", "reads", "pins", "changes"),
    [
        (Role.LAWYER, True, True, True),
        (Role.PARTNER, True, True, True),
        (Role.STAFF, True, False, True),
        (Role.ADMIN, False, False, True),
        (Role.AUDITOR, False, False, False),
        ("a role from before", False, False, False),
    ],
)
def test_each_role_may_do_what_it_is_for(
    *, role: str, reads: bool, pins: bool, changes: bool
) -> None:
    viewer = _viewer(role)
    assert (reads_contents(viewer), gives_pins(viewer), changes_the_firm(viewer)) == (
        reads, pins, changes,
    )  # fmt: skip


@pytest.mark.parametrize("role", [*Role, "a role from before"])
def test_only_lawyers_and_partners_let_a_file_out_of_quarantine(role: str) -> None:
    assert releases_files(_viewer(role)) == (role in {Role.LAWYER, Role.PARTNER})


@pytest.mark.parametrize(
    ("role", "pen", "mode", "own_words"),
    [
        (Role.LAWYER, True, True, True),
        (Role.PARTNER, True, True, True),
        (Role.STAFF, True, False, False),
        (Role.ADMIN, False, False, False),
        (Role.AUDITOR, False, False, False),
        ("a role from before", False, False, False),
    ],
)
def test_each_role_holds_the_pen_as_far_as_it_may(
    *, role: str, pen: bool, mode: bool, own_words: bool
) -> None:
    viewer = _viewer(role)
    assert (holds_the_pen(viewer), sets_modes(viewer)) == (pen, mode)
    assert writes_to_clients(viewer) == own_words
    assert writes_to_clients(viewer, [Role.LAWYER]) == own_words
    # Staff write where the firm has them approve every draft, and nobody else on its account.
    assert writes_to_clients(viewer, [*Role]) == (own_words or role == Role.STAFF)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    ("conflict", "walls", "cases", "seen_by"),
    [
        (False, [], [], {Role.LAWYER, Role.STAFF, Role.PARTNER}),
        (False, [_MINE], [], {Role.LAWYER, Role.STAFF, Role.PARTNER}),
        (False, [_THEIRS], [], set[Role]()),
        (False, [_MINE, _THEIRS], [], set[Role]()),
        (True, [], [], {Role.PARTNER}),
        (True, [_MINE], [], {Role.PARTNER}),
        (True, [_THEIRS], [], set[Role]()),
        # Put to no case: whoever comes only for cases behind walls is not to be known.
        (False, [], [_THEIRS, _THEIRS], set[Role]()),
        (False, [], [_THEIRS, None], {Role.LAWYER, Role.STAFF, Role.PARTNER}),
        (False, [], [_THEIRS, _MINE], {Role.LAWYER, Role.STAFF, Role.PARTNER}),
    ],
)
def test_a_conversation_is_read_by(
    *,
    role: Role,
    conflict: bool,
    walls: list[Wall],
    cases: list[Wall | None],
    seen_by: set[Role],
) -> None:
    seen = may_see_conversation(_viewer(role), conflict=conflict, walls=walls, cases=cases)
    assert seen == (role in seen_by)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(("wall", "seen"), [(None, True), (_MINE, True), (_THEIRS, False)])
def test_a_case_is_known_to(*, role: Role, wall: Wall | None, seen: bool) -> None:
    reads = role in {Role.LAWYER, Role.STAFF, Role.PARTNER}
    assert may_see_case(_viewer(role), wall) == (seen and reads)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    ("conflict", "cases", "seen_by"),
    [
        (False, [], {Role.LAWYER, Role.STAFF, Role.PARTNER}),
        (False, [None, _THEIRS], {Role.LAWYER, Role.STAFF, Role.PARTNER}),
        (False, [_MINE, _THEIRS], {Role.LAWYER, Role.STAFF, Role.PARTNER}),
        (False, [_THEIRS], set[Role]()),
        (True, [], {Role.PARTNER}),
        (True, [_THEIRS], set[Role]()),
    ],
)
def test_a_client_is_known_to(
    *, role: Role, conflict: bool, cases: list[Wall | None], seen_by: set[Role]
) -> None:
    assert may_see_client(_viewer(role), conflict=conflict, cases=cases) == (role in seen_by)


@pytest.mark.parametrize(
    ("client", "conversations", "told"),
    [
        (None, [], True),
        (True, [], True),
        (True, [True, True], True),
        (True, [True, False], False),
        (False, [], False),
    ],
)
def test_a_notice_follows_its_client_and_all_they_wrote(
    *, client: bool | None, conversations: list[bool], told: bool
) -> None:
    assert may_see_notice(client=client, conversations=conversations) == told

"""Approved replies whose sends go wrong in every way while workers are killed.

Each arrives once, or a lawyer is asked of it. `./dev bench send` does the same with two hundred.
"""

from bench.send import MISHAPS, Fate, Killed, run
from tests.road.road import Road

_ROUNDS = 60


def test_each_approved_reply_arrives_once_or_a_lawyer_is_asked_whatever_goes_wrong(
    road: Road,
) -> None:
    found = run(road.stack, _ROUNDS, at_once=20)
    assert found.total(Fate.DOUBLED, Fate.LOST) == 0, found
    assert found.total(*Fate) == _ROUNDS
    assert {str(each["does"]) for each in MISHAPS} <= set(found.by_mishap)
    assert set(found.by_kill) == set(Killed)
    # Statuses settle most of what nobody answered: lawyers are not asked for nothing.
    assert found.total(Fate.ONCE_AND_KNOWN) >= _ROUNDS // 2

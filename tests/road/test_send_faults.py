"""Sends that go wrong in every way while workers are killed: a reply arrives once, or is asked of.

`./dev bench send` does the same with two hundred.
"""

from bench.send import MISHAPS, run
from tests.road.road import Road


def test_each_reply_arrives_once_or_a_lawyer_is_asked_whatever_goes_wrong(road: Road) -> None:
    rounds = 2 * len(MISHAPS)
    found = run(road.stack, rounds, at_once=4)
    assert (found.doubled, found.lost, found.kills) == (0, 0, 3)
    assert found.once_and_known + found.once_and_asked + found.asked == rounds
    # Statuses settle most of what nobody answered: lawyers are not asked for nothing.
    assert found.once_and_known >= rounds // 2

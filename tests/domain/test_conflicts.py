"""What speaks against whoever writes."""

from domain.clients import Standing
from domain.conflicts import (
    ConflictHit,
    ConflictSource,
    each_party_once,
    first_contact,
    sources_that_count,
)
from domain.ids import PartyId
from domain.names import Likeness


def test_the_firm_knows_nobody_for_whom_it_does_not_act() -> None:
    assert first_contact(Standing.PROSPECT, open_cases=0)
    assert first_contact(Standing.PROSPECT, open_cases=1)
    assert first_contact(Standing.FORMER, open_cases=0)
    assert not first_contact(Standing.CLIENT, open_cases=1)


def test_of_a_client_only_what_they_are_counts_and_not_whom_they_speak_of() -> None:
    assert sources_that_count(at_first_contact=True) == set(ConflictSource)
    known = sources_that_count(at_first_contact=False)
    assert {ConflictSource.NUMBER, ConflictSource.PROFILE, ConflictSource.CONTACT} == known


def test_of_each_party_the_hit_that_says_most_is_kept() -> None:
    def hit(party: str, source: ConflictSource, likeness: Likeness) -> ConflictHit:
        return ConflictHit(party_id=PartyId(party), source=source, likeness=likeness)

    exact = hit("a", ConflictSource.MESSAGE, Likeness.EXACT)
    number = hit("b", ConflictSource.NUMBER, Likeness.EXACT)
    hits = [
        hit("a", ConflictSource.PROFILE, Likeness.PHONETIC),
        exact,
        number,
        hit("b", ConflictSource.PROFILE, Likeness.EXACT),
    ]
    assert each_party_once(hits) == (exact, number)
    assert each_party_once([]) == ()

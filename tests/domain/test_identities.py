"""Whatever is said of identities, in whatever order: what must always be true of them."""

import itertools
from collections import Counter
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.identities import IdentityBook, IdentityKind, KnownIdentity, Named
from domain.ids import ClientId
from tests.samples import NOW

_PHONES = st.sampled_from([b"p1", b"p2", b"p3"])
_USERS = st.sampled_from([b"u1", b"u2", b"u3"])
_KEYS = st.sampled_from([None, b"k1", b"k2"])
_WHEN = st.integers(0, 6).map(lambda minutes: NOW + timedelta(minutes=minutes))
_SAID = st.tuples(
    _WHEN,
    st.one_of(
        st.builds(
            Named,
            phone=st.none() | _PHONES,
            user_id=st.none() | _USERS,
            parent_user_id=st.none() | st.just(b"e1"),
            otherwise=st.just(b"x"),
            key=_KEYS,
        ),
        st.tuples(_USERS, _USERS),
        st.tuples(st.none() | _PHONES, _PHONES),
    ),
    st.booleans(),
)


@given(st.lists(_SAID, max_size=25))
def test_every_identity_is_one_clients_and_a_user_id_never_passes_on(
    said: list[tuple[datetime, Named | tuple[bytes | None, bytes], bool]],
) -> None:
    ids = itertools.count()
    rows: list[KnownIdentity] = []
    for at, what, only_look in said:
        book = IdentityBook(
            rows=list(rows),
            at=at,
            new_id=lambda: str(next(ids)),
            new_client=lambda: ClientId(f"c{next(ids)}"),
        )
        if isinstance(what, Named):
            writer = book.recognise(what, only_look=only_look)
            assert writer in book.rows
        else:
            first, second = what
            if first and second.startswith(b"u"):
                book.change_user_id(first, second)
            elif book.rows:
                book.change_phone(book.rows[0].client_id, first, second)
        rows = book.rows
        now = Counter((row.kind, row.name) for row in rows if row.valid_to is None)
        assert not [name for name, count in now.items() if count > 1]
        for name in (b"u1", b"u2", b"u3"):
            of_it = [row for row in rows if (row.kind, row.name) == (IdentityKind.USER_ID, name)]
            assert len({row.client_id for row in of_it}) <= 1
        assert all(row.valid_to is None or row.valid_to >= row.valid_from for row in rows)

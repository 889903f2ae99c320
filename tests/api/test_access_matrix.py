"""Every operation of the OpenAPI document: what everybody is told of what they may not know.

What each answers stands in one table. An operation that is not in it fails the test.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from uuid import uuid4

import httpx
import pytest

from adapters.keys.opening import keyring_file
from adapters.postgres.engine import connect
from adapters.postgres.vault import Vault
from devstack.temporal import NAMESPACE
from tests.api.api_process import ONE_APP, running_api
from tests.api.firm_records import OFFICE, FirmRecords, Person, Records, Scene
from tests.replay.corpus import KEYRING
from tests.servers import PostgresServer, migrated_template, postgres_server, temporal_address

__all__ = ["migrated_template", "postgres_server", "temporal_address"]

Json = dict[str, Any]
_EVERYBODY: Final = frozenset(Person) - {Person.REVOKED, Person.NOBODY}
_READERS: Final = frozenset({Person.TEAM, Person.OUTSIDE, Person.STAFF, Person.PARTNER})
_LAWYERS: Final = _READERS - {Person.STAFF}
_PARTNERS: Final = frozenset({Person.PARTNER})

_OF_CASE: Final = {
    Scene.OPEN: _READERS,
    Scene.WALLED: frozenset[Person](),
    Scene.INSIDE: _READERS - {Person.OUTSIDE},
    Scene.CONFLICT: _READERS,
}
"""Who may know of the scene's case, and of who is in it beside the client."""

_OF_CLIENT: Final = {**_OF_CASE, Scene.CONFLICT: _PARTNERS}
"""Who may know of the scene's client, and of all that they wrote."""

_SEES: Final = {"case": _OF_CASE, "client": _OF_CLIENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What an operation answers."""

    ok: frozenset[int] = frozenset({200})
    """What whoever is let in is told; 409 too, where an earlier one was there first."""
    of: Literal["case", "client"] | None = None
    """Of what it is: who does not see it is told 404, as if it were not there."""
    may: frozenset[Person] = _READERS
    """Whose role lets them; the others are told 403."""
    role_first: bool = False
    """Whether that is looked at before what it is of."""
    lists: str | None = None
    """Which id of each scene that somebody sees stands in the answer."""
    body: Callable[["Asking"], Json] | None = None
    spends: bool = False
    """Whether it uses up what it was asked for."""
    names: frozenset[str] = frozenset()
    """Which ids it names also to somebody who is told nothing else of them."""
    scenes: tuple[Scene, ...] = tuple(Scene)
    everybody: int | None = None
    """What everybody is told, whoever they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who asks of what."""

    person: Person
    records: Records
    firm: FirmRecords
    number: int

    def __getitem__(self, name: str) -> str:
        return self.records.ids[name]

    @property
    def itself(self) -> str:
        """The asker's id."""
        return self.firm.people.get(self.person, "0" * 32)


def _members(asking: Asking) -> list[Json]:
    first, *others = asking.records.members
    roles = [(first, "responsible"), *((each, "team") for each in others)]
    return [{"lawyer_id": each, "role": role} for each, role in roles]


def _case(asking: Asking) -> Json:
    # A walled case stays so; a new one shows nobody who is not to be known.
    walled = asking.records in (asking.firm.scenes[Scene.WALLED], asking.firm.scenes[Scene.INSIDE])
    return {"title": "Sengketa", "opened_on": "2026-03-02", "walled": walled}


def _new_case(asking: Asking) -> Json:
    return {
        **_case(asking), "walled": True, "clients": [asking["client_id"]],
        "members": [{"lawyer_id": asking.itself, "role": "responsible"}],
    }  # fmt: skip


def _phone(asking: Asking) -> str:
    return f"+62813{asking.number:08d}"


def _review(asking: Asking) -> Json:
    return {
        "review_id": str(uuid4()), "draft_id": asking["draft_id"], "draft_version": 1,
        "action": "approve",
    }  # fmt: skip


_LIST: Final = Row(may=_EVERYBODY)
_OPEN_TO_ALL: Final = Row(may=_EVERYBODY)
_DONE: Final = frozenset({204})
_DONE_OR_LATE: Final = frozenset({204, 409})
_MADE: Final = frozenset({201})
_TAKEN: Final = frozenset({202, 409})
_OF_WHOM: Final = frozenset({"client_id"})
"""A case says for whom it is led, by an id that opens nothing."""
_PARTY: Final[Json] = {"role": "witness", "name": "Saksi"}


def _of_a_case(
    body: Callable[[Asking], Json] | None = None, *, ok: frozenset[int] = frozenset({200})
) -> Row:
    return Row(of="case", names=_OF_WHOM, body=body, ok=ok)


def _listing(which: str, may: frozenset[Person] = _EVERYBODY) -> Row:
    return Row(may=may, lists=which)


_ENDLESS: Final = frozenset({"/api/v1/events"})
"""Never ends for whoever is let in: what each is told there stands in `test_events.py`, that
strangers are let in nowhere in `test_openapi.py`."""

_TABLE: Final[dict[str, Row]] = {
    "GET /webhooks/whatsapp": Row(everybody=403),
    "POST /webhooks/whatsapp": Row(everybody=403),
    "GET /me": _OPEN_TO_ALL,
    "GET /lawyers": _OPEN_TO_ALL,
    "GET /reasons": _OPEN_TO_ALL,
    "GET /media/findings": _OPEN_TO_ALL,
    "GET /me/preferences": _OPEN_TO_ALL,
    "PUT /me/preferences": Row(may=_EVERYBODY, body=lambda _: {}),
    "GET /templates": _OPEN_TO_ALL,
    "GET /conversations/counts": _OPEN_TO_ALL,
    "GET /conversations/{conversation_id}/messages": Row(of="client"),
    "POST /search": Row(may=_EVERYBODY, body=lambda of: {"q": f"+{of.records.phone}"}),
    # Conversations.
    "GET /conversations": _listing("conversation_id"),
    "GET /conversations/{conversation_id}": Row(of="client"),
    "GET /conversations/{conversation_id}/reviews": Row(of="client"),
    "POST /conversations/{conversation_id}/reviews": Row(
        of="client",
        may=_LAWYERS, body=_review, ok=frozenset({200, 202})
    ),
    "POST /conversations/{conversation_id}/take-over": Row(of="client"),
    "POST /conversations/{conversation_id}/hand-back": Row(of="client"),
    "POST /conversations/{conversation_id}/assign": Row(
        of="client", body=lambda _: {"lawyer_id": None}
    ),
    "PUT /conversations/{conversation_id}/mode": Row(
        of="client", may=_LAWYERS, body=lambda _: {"mode": None}
    ),
    "POST /conversations/{conversation_id}/resolve": Row(of="client"),
    "POST /conversations/{conversation_id}/messages": Row(
        of="client",
        may=_LAWYERS, ok=_TAKEN, body=lambda _: {"order_id": str(uuid4()), "text": "Baik."}
    ),
    "POST /outbound/{outbound_id}/send-again": Row(
        of="client",
        may=_LAWYERS, ok=_TAKEN, body=lambda _: {"order_id": str(uuid4())}
    ),
    "PUT /conversations/{conversation_id}/case": Row(
        of="client", ok=_DONE, body=lambda of: {"case_id": of["case_id"]}
    ),
    "PUT /messages/{message_id}/case": Row(
        of="client", ok=_DONE, body=lambda of: {"case_id": of["case_id"]}
    ),
    # Clients.
    "GET /clients": _listing("client_id"),
    "POST /clients": Row(ok=_MADE, body=lambda _: {"name": "Budi"}),
    "POST /clients/search": Row(
        may=_EVERYBODY, body=lambda of: {"phone": f"+{of.records.phone}"}
    ),
    "GET /clients/{client_id}": Row(of="client"),
    "PUT /clients/{client_id}": Row(of="client", body=lambda _: {"name": "Budi"}),
    "POST /clients/{client_id}/verify": Row(
        of="client", ok=_DONE, body=lambda _: {"identity_changed_at": None}
    ),
    "POST /clients/{client_id}/identities": Row(
        of="client", ok=_MADE, body=lambda of: {"phone": _phone(of)}
    ),
    "DELETE /clients/{client_id}/identities/{identity_id}": Row(
        of="client", ok=_DONE, spends=True
    ),
    "POST /clients/{client_id}/identities/{identity_id}/verify": Row(
        of="client", ok=_DONE, body=lambda _: {"method": "call_back", "note": "dijawab"}
    ),
    "POST /clients/{client_id}/merge": Row(
        of="client", spends=True, body=lambda of: {"into": of.firm.spare}
    ),
    "POST /clients/{client_id}/unmerge": Row(of="client", ok=frozenset({409})),
    # Cases.
    "GET /cases": _listing("case_id"),
    "POST /cases": Row(of="client", role_first=True, ok=_MADE, body=_new_case),
    "POST /cases/search": Row(may=_EVERYBODY, body=lambda _: {"number": "1/Pdt.G/2026"}),
    "GET /cases/{case_id}": _of_a_case(),
    "PUT /cases/{case_id}": _of_a_case(_case),
    "PUT /cases/{case_id}/clients": Row(
        of="client", body=lambda of: {"clients": [of["client_id"]]}
    ),
    "PUT /cases/{case_id}/members": _of_a_case(lambda of: {"members": _members(of)}),
    "POST /cases/{case_id}/parties": _of_a_case(lambda _: _PARTY, ok=_MADE),
    "PUT /cases/{case_id}/parties/{party_id}": _of_a_case(lambda _: _PARTY),
    "DELETE /cases/{case_id}/parties/{party_id}": Row(of="case", ok=_DONE, spends=True),
    "POST /cases/{case_id}/pin": Row(of="case", may=_LAWYERS, ok=_MADE),
    # Conflicts.
    "GET /conflicts": _listing("conflict_id", may=_PARTNERS),
    "POST /conflicts/{conflict_id}/decision": Row(
        may=_PARTNERS, ok=_DONE, scenes=(Scene.CONFLICT,), spends=True,
        body=lambda _: {"decision": "confirmed", "note": "memang lawan"},
    ),
    # Deadlines.
    "GET /deadlines": _listing("deadline_id"),
    "GET /deadlines/{deadline_id}": Row(of="client"),
    "GET /deadlines/{deadline_id}/calendar": Row(of="client"),
    "POST /deadlines/{deadline_id}/confirm": Row(
        of="client", may=_LAWYERS, role_first=True, ok=_DONE, body=lambda _: {"on": "2027-01-04"}
    ),
    "POST /deadlines/{deadline_id}/dismiss": Row(
        of="client", may=_LAWYERS, role_first=True, ok=_DONE, spends=True,
        body=lambda _: {"reason": "salah baca"},
    ),
    # The firm's numbers.
    "GET /office-numbers": _OPEN_TO_ALL,
    "PUT /office-numbers/{phone_number_id}": Row(
        may=_READERS | {Person.ADMIN},
        body=lambda _: {"display_number": "+62 21 1234", "name": "Kantor"},
    ),
    "DELETE /office-numbers/{phone_number_id}": Row(
        may=_READERS | {Person.ADMIN}, ok=_DONE, spends=True
    ),
    # What people are told.
    "GET /notices": _listing("notice_id"),
    "POST /notices/{notice_id}/acknowledge": Row(of="client", ok=_DONE),
    "GET /notifications": _listing("notification_id"),
    "POST /notifications/{notification_id}/read": Row(may=_EVERYBODY, ok=_DONE),
    # Files.
    "GET /media": _listing("message_id"),
    "POST /media/{message_id}/link": Row(of="client", ok=frozenset({200, 409})),
    "GET /media/{message_id}/pages": Row(of="client"),
    "POST /media/{message_id}/release": Row(
        of="client", may=_LAWYERS, ok=_DONE_OR_LATE, body=lambda _: {"reason": "sudah dilihat"}
    ),
    "POST /media/{message_id}/retry": Row(of="client", ok=_TAKEN),
}  # fmt: skip


_READING_FIRST: Final = sorted(_TABLE, key=lambda operation: not operation.startswith("GET"))


def _expected(row: Row, person: Person, scene: Scene) -> frozenset[int]:
    if row.everybody is not None:
        return frozenset({row.everybody})
    if person not in _EVERYBODY:
        return frozenset({401})
    if row.role_first and person not in row.may:
        return frozenset({403})
    if row.of is not None and person not in _SEES[row.of][scene]:
        return frozenset({404})
    return row.ok if person in row.may else frozenset({403})


@dataclass(slots=True, kw_only=True)
class Firm:
    """The api as it runs in production, and what it holds."""

    http: httpx.Client
    records: FirmRecords
    operations: tuple[str, ...]
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def ask(
        self, operation: str, person: Person, scene: Scene, *, nothing: bool = False
    ) -> httpx.Response:
        """Ask for an operation; `nothing`: of ids that are not there."""
        number, row = next(self.numbers), _TABLE[operation]
        records = self.records.scenes[scene]
        method, _, path = operation.partition(" ")
        ids = {
            **records.ids, "phone_number_id": OFFICE,
            "notification_id": records.notifications.get(person, "0" * 32),
        }  # fmt: skip
        for name, each in ids.items():
            path = path.replace(f"{{{name}}}", "0" * 32 if nothing else each)
        if row.spends and not nothing:
            self.records.renew()
        token = self.records.tokens.get(person)
        asking = Asking(person=person, records=records, firm=self.records, number=number)
        return self.http.request(
            method,
            path if path.startswith("/webhooks") else f"/api/v1{path}",
            params={"limit": 200} if row.lists else None,
            json=row.body(asking) if row.body else None,
            headers={
                # Nobody is limited for what they ask in vain.
                "X-Forwarded-For": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}",
                **({"Authorization": f"Bearer {token}"} if token else {}),
            },
        )

    def hidden(self, person: Person) -> dict[str, str]:
        """The ids of what somebody must not know of, and the name that each has in paths."""
        return {
            each: name
            for scene, records in self.records.scenes.items()
            for name, each in self._ids(records, person).items()
            if person not in _sees(name)[scene]
        }

    def shown(self, person: Person, name: str) -> set[str]:
        """The ids of one kind that somebody sees in a list."""
        return {
            self._ids(records, person)[name]
            for scene, records in self.records.scenes.items()
            if person in _sees(name)[scene] and name in self._ids(records, person)
        }

    def _ids(self, records: Records, person: Person) -> dict[str, str]:
        return {**records.ids, "notification_id": records.notifications[person]}


def _sees(name: str) -> dict[Scene, frozenset[Person]]:
    return _OF_CASE if name in {"case_id", "party_id"} else _OF_CLIENT


@pytest.fixture(scope="module")
def firm(
    postgres_server: PostgresServer, migrated_template: str, temporal_address: str
) -> Iterator[Firm]:
    """One api, one database with records of everything, and Temporal without a worker."""
    url = postgres_server.create(migrated_template)
    engine = connect(url)
    records = FirmRecords(engine=engine, vault=Vault(keyring_file(KEYRING, None).keyring))
    records.write()
    surroundings = {
        "DATABASE_URL": url, "KEYRING_FILE": str(KEYRING), "LOG_LEVEL": "error",
        "TEMPORAL_ADDRESS": temporal_address, "TEMPORAL_NAMESPACE": NAMESPACE,
        "AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none",
    }  # fmt: skip
    with running_api({**ONE_APP, **surroundings}) as http:
        document: Json = http.get("/api/v1/openapi.json").json()
        operations = tuple(
            f"{method.upper()} {path.removeprefix('/api/v1')}"
            for path, methods in document["paths"].items()
            for method in methods
            if path not in _ENDLESS
        )
        yield Firm(http=http, records=records, operations=operations)
    engine.dispose()
    postgres_server.drop(url)


def test_every_operation_has_a_row(firm: Firm) -> None:
    without = set(firm.operations) - set(_TABLE)
    assert not without, (
        f"say in _TABLE of tests/api/test_access_matrix.py who may ask for {sorted(without)}"
    )
    gone = set(_TABLE) - set(firm.operations)
    assert not gone, f"there are no such operations any more: {sorted(gone)}"


def test_counts_leave_out_what_is_hidden(firm: Firm) -> None:
    for person in _EVERYBODY:
        told = firm.ask("GET /notifications", person, Scene.OPEN).json()
        assert told["unread"] == len(firm.shown(person, "notification_id")), person


@pytest.mark.parametrize("operation", _READING_FIRST)
def test_everybody_is_told_what_they_may_know(firm: Firm, operation: str) -> None:
    row, wrong = _TABLE[operation], list[str]()
    for person in Person:
        known = person in _EVERYBODY
        hidden = firm.hidden(person) if known else {}
        for scene in row.scenes if known else row.scenes[:1]:
            answer = firm.ask(operation, person, scene)
            expected = _expected(row, person, scene)
            if answer.status_code not in expected:
                told = f"{answer.status_code} {answer.text[:200]}, not {sorted(expected)}"
                wrong.append(f"{person}, {scene}: {told}")
            if answer.is_success:
                told = [
                    name
                    for each, name in hidden.items()
                    if each in answer.text and name not in row.names
                ]
                wrong += [f"{person}, {scene}: is told a {name}" for name in told]
            if row.lists and answer.is_success:
                missing = {
                    each for each in firm.shown(person, row.lists) if each not in answer.text
                }
                wrong += (
                    [f"{person}: misses {len(missing)} of what they may see"] if missing else []
                )
    if row.spends:
        firm.records.renew()
    assert not wrong, "\n".join([operation, *wrong])


@pytest.mark.parametrize(
    "operation", [each for each, row in _TABLE.items() if row.of and "{" in each]
)
def test_what_is_hidden_is_answered_like_what_is_not_there(firm: Firm, operation: str) -> None:
    for person in (Person.TEAM, Person.PARTNER, Person.AUDITOR):
        hidden = firm.ask(operation, person, Scene.WALLED)
        nothing = firm.ask(operation, person, Scene.WALLED, nothing=True)
        said = hidden.text
        for each in firm.records.scenes[Scene.WALLED].ids.values():
            said = said.replace(each, "0" * 32)
        assert (hidden.status_code, said) == (nothing.status_code, nothing.text), person

"""Clients, cases, numbers and the mapping in the lawyers' API, on the real registers."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, select

from adapters.keys.keyring import Keyring
from adapters.postgres.case_desk import PostgresCaseDesk
from adapters.postgres.client_desk import PostgresClientDesk
from adapters.postgres.engine import connect, transaction
from adapters.postgres.lawyers import PostgresLawyerRegister
from adapters.postgres.mapping import PostgresCaseMapping
from adapters.postgres.messages import PostgresMessageStore
from adapters.postgres.offices import PostgresOfficeRegister
from adapters.postgres.proofs import PostgresIdentityProof
from adapters.postgres.reading import PostgresConversationReader
from adapters.postgres.searching import PostgresConversationSearch
from adapters.postgres.tables import AuditEntry
from adapters.postgres.vault import Vault
from api import cases, lawyers, mapping, offices, people, problems, search
from domain.message_reading import read_message
from domain.messages import RecordedMessage
from tests.samples import PHONE, inbound_message, make_policy, make_wamid
from tests.servers import migrated_postgres_url, migrated_template, postgres_server

__all__ = ["migrated_postgres_url", "migrated_template", "postgres_server"]

_SECRET = "rahasia"
Json = dict[str, Any]


@dataclass(slots=True)
class Api:
    """The firm, asked over HTTP."""

    http: httpx.AsyncClient
    engine: Engine
    vault: Vault
    register: PostgresLawyerRegister
    ids: dict[str, str] = field(default_factory=dict[str, str])

    async def ask(
        self, method: str, path: str, content: object = None, *, role: str = "lawyer"
    ) -> httpx.Response:
        """Ask as the person of a role."""
        name = f"Si {role}"
        self.ids[role] = self.register.add(name, role).id
        token = self.register.new_token(name)
        return await self.http.request(
            method, f"/api/v1{path}", json=content, headers={"Authorization": f"Bearer {token}"}
        )

    async def made(self, path: str, content: object, status: int = 201) -> Any:  # noqa: ANN401 -- JSON
        """What was made, or changed."""
        answer = await self.ask("POST", path, content)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def client(self, name: str = "Budi Santoso", *phones: str) -> str:
        """A new client."""
        made: Json = await self.made("/clients", {"name": name, "phones": list(phones)})
        return str(made["client"]["id"])

    async def case(self, client: str, **more: object) -> Json:
        """A new case."""
        await self.ask("GET", "/me")
        return await self.made("/cases", {**_case(), "clients": [client], **self.members(), **more})

    def members(self) -> Json:
        """The lawyer, responsible."""
        return {"members": [{"lawyer_id": self.ids["lawyer"], "role": "responsible"}]}

    def wrote(self, number: int = 1) -> RecordedMessage:
        """A message of a client's."""
        sent = inbound_message(text="Selamat pagi", wamid=make_wamid(number), phone=PHONE)
        return PostgresMessageStore(self.engine, self.vault).record(
            sent, read_message(sent), make_policy()
        )


def _case(**more: object) -> Json:
    return {"title": f"{_SECRET} judul", "opened_on": "2026-03-02", **more}


@pytest.fixture
def engine(migrated_postgres_url: str) -> Iterator[Engine]:
    made = connect(migrated_postgres_url)
    yield made
    made.dispose()


@pytest.fixture
async def api(engine: Engine) -> AsyncGenerator[Api]:
    keyring = Keyring.generate()
    vault = Vault(lambda: keyring)
    transport = httpx.ASGITransport(registers_app(engine, vault), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://edge") as http:
        register = PostgresLawyerRegister(engine, vault)
        yield Api(http=http, engine=engine, vault=vault, register=register)


def registers_app(engine: Engine, vault: Vault) -> FastAPI:
    """The routes that have to do with clients and cases, as `api.app.create` puts them."""
    staff = PostgresLawyerRegister(engine, vault)
    proofs = PostgresIdentityProof(engine, vault)
    app = FastAPI(openapi_url="/api/v1/openapi.json")
    problems.install(app)
    for router in (
        lawyers.router(PostgresConversationReader(engine, vault, make_policy()), staff),
        search.router(PostgresConversationSearch(engine, vault, make_policy()), staff),
        people.router(PostgresClientDesk(engine, vault), proofs, staff),
        cases.router(PostgresCaseDesk(engine, vault), proofs, staff),
        mapping.router(PostgresCaseMapping(engine), staff),
        offices.router(PostgresOfficeRegister(engine), staff),
    ):
        app.include_router(router)
    return app


async def test_a_client_is_made_found_changed_and_shown(api: Api) -> None:
    made = await api.made(
        "/clients", {"name": "Budi Santoso", "reference": "K-1", "phones": ["0812 3456 7801"]}
    )
    client = made["client"]["id"]
    assert (made["client"]["standing"], made["client"]["intake"]) == ("client", None)
    assert [each["value"] for each in made["identities"]] == ["+6281234567801"]
    for what in ({"phone": "+62 812 3456 7801"}, {"name": "budi santoso"}, {"reference": "k-1"}):
        (found,) = await api.made("/clients/search", what, 200)
        assert found["id"] == client
    said = {"name": "Budi S.", "standing": "former", "intake": None, "reference": None}
    answer = await api.ask("PUT", f"/clients/{client}", said)
    assert answer.json()["client"]["standing"] == "former"
    listed = (await api.ask("GET", "/clients?standing=former")).json()["items"]
    assert [each["name"] for each in listed] == ["Budi S."]
    added = await api.made(f"/clients/{client}/identities", {"phone": "081234567802"})
    path = f"/clients/{client}/identities/{added['id']}"
    note = {"method": "call_back", "note": "menjawab di nomor arsip"}
    assert (await api.ask("POST", f"{path}/verify", note)).status_code == 204
    shown = (await api.ask("GET", f"/clients/{client}")).json()
    assert [each["verified"] for each in shown["identities"]] == [False, True]
    assert (await api.ask("DELETE", path)).status_code == 204
    assert (await api.ask("POST", f"{path}/verify", note)).status_code == 404


async def test_clients_are_merged_and_parted(api: Api) -> None:
    one, two = await api.client("Budi"), await api.client("Budi")
    merged = await api.made(f"/clients/{one}/merge", {"into": two}, 200)
    assert (merged["person_id"], merged["client"]["merged_into"]) == (two, two)
    assert (await api.ask("POST", f"/clients/{two}/merge", {"into": one})).status_code == 409
    assert (await api.made(f"/clients/{one}/unmerge", None, 200))["person_id"] == one


async def test_a_case_is_made_with_everybody_changed_and_closed(api: Api) -> None:
    client = await api.client()
    party = {"role": "opponent", "name": "Slamet", "phone": "081300000001"}
    made = await api.case(client, number="214/Pdt.G/2026/PN Jkt.Sel", parties=[party])
    path = f"/cases/{made['case']['id']}"
    (found,) = await api.made("/cases/search", {"number": "214/pdt.g/2026/PN Jkt Sel"}, 200)
    assert found == made["case"]
    (theirs,) = made["parties"]
    assert theirs["phone"] == "+6281300000001"
    changed = await api.ask(
        "PUT", f"{path}/parties/{theirs['id']}", {"role": "witness", "name": "Slamet R."}
    )
    assert [each["role"] for each in changed.json()["parties"]] == ["witness"]
    assert len((await api.made(f"{path}/parties", party))["parties"]) == 2
    assert (await api.ask("DELETE", f"{path}/parties/{theirs['id']}")).status_code == 204
    closed = await api.ask("PUT", path, _case(status="closed", closed_on="2026-04-01"))
    assert closed.json()["case"]["closed_on"] == "2026-04-01"
    opened = await api.ask("PUT", path, _case())
    assert (opened.json()["case"]["status"], opened.json()["case"]["closed_on"]) == ("open", None)
    listed = (await api.ask("GET", f"/cases?client_id={client}&status=open&own=true")).json()
    assert [each["id"] for each in listed["items"]] == [made["case"]["id"]]
    assert (await api.ask("PUT", f"{path}/clients", {"clients": [client]})).status_code == 200
    assert (await api.ask("PUT", f"{path}/members", api.members())).status_code == 200
    assert (await api.ask("GET", "/lawyers")).json()[0]["role"] == "lawyer"


async def test_a_pin_is_shown_once(api: Api) -> None:
    made = await api.case(await api.client())
    path = f"/cases/{made['case']['id']}"
    pin = (await api.made(f"{path}/pin", None))["pin"]
    assert len(pin) == 6
    shown = await api.ask("GET", path)
    assert pin not in shown.text.replace(made["case"]["id"], "").replace("2026", "")
    assert shown.json()["pin_set_at"]
    assert (await api.ask("POST", f"{path}/pin", role="staff")).status_code == 403


async def test_messages_and_chats_are_put_to_cases(api: Api) -> None:
    wrote = api.wrote()
    case = (await api.case(wrote.client_id))["case"]["id"]
    for path in (f"/messages/{wrote.message_id}", f"/conversations/{wrote.conversation_id}"):
        for its, status in ((case, 204), (None, 204), ("0" * 32, 404)):
            assert (await api.ask("PUT", f"{path}/case", {"case_id": its})).status_code == status
        assert (await api.ask("PUT", f"{path}/case", {})).status_code == 422
        await api.ask("PUT", f"{path}/case", {"case_id": case})
    content = (await api.ask("GET", f"/conversations/{wrote.conversation_id}")).json()
    assert content["conversation"]["case_id"] == case
    assert [(each["case_id"], each["case_reason"]) for each in content["messages"]] == [
        (case, "lawyer")
    ]
    for query in (f"client_id={wrote.client_id}", f"case_id={case}"):
        found = (await api.ask("GET", f"/conversations?{query}")).json()["items"]
        assert [each["id"] for each in found] == [wrote.conversation_id]
    assert (await api.ask("GET", f"/conversations?case_id={'0' * 32}")).json()["items"] == []


async def test_the_firms_numbers_are_named_and_forgotten(api: Api) -> None:
    number = {"display_number": "+62 21 5550 1800", "name": "Kantor", "office": None}
    for role, status in (("auditor", 403), ("lawyer", 200), ("admin", 200)):
        answer = await api.ask("PUT", "/office-numbers/106540352242922", number, role=role)
        assert answer.status_code == status
    (shown,) = (await api.ask("GET", "/office-numbers", role="auditor")).json()
    assert (shown["name"], shown["phone_number_id"]) == ("Kantor", "106540352242922")
    for status in (204, 404):
        answer = await api.ask("DELETE", "/office-numbers/106540352242922")
        assert answer.status_code == status


async def test_whoever_may_not_see_is_told_that_nothing_is_there(api: Api) -> None:
    wrote = api.wrote()
    made = await api.case(wrote.client_id, walled=True)
    case = made["case"]["id"]
    await api.ask("PUT", f"/messages/{wrote.message_id}/case", {"case_id": case})
    paths = (
        f"/cases/{case}", f"/conversations/{wrote.conversation_id}", f"/clients/{wrote.client_id}",
    )  # fmt: skip
    for role in ("partner", "staff", "admin", "auditor"):
        for path in paths:
            hidden = await api.ask("GET", path, role=role)
            nothing = await api.ask("GET", path[:-32] + "0" * 32, role=role)
            assert (hidden.status_code, nothing.status_code) == (404, 404)
            assert hidden.text == nothing.text.replace("0" * 32, path[-32:])
        for path in ("/cases", "/conversations", "/clients"):
            assert (await api.ask("GET", path, role=role)).json()["items"] == []
    for path in paths:
        assert (await api.ask("GET", path)).status_code == 200
    answer = await api.ask("POST", "/clients", {"name": "X"}, role="admin")
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "content"),
    [
        ("POST", "/clients", {}),
        ("POST", "/clients", {"name": " "}),
        ("POST", "/clients", {"name": "Bu\u0000di"}),
        ("POST", "/clients", {"name": "B" * 201}),
        ("POST", "/clients", {"name": "Budi", "phones": ["bukan nomor"]}),
        ("POST", "/clients", {"name": "Budi", "more": 1}),
        ("POST", "/clients/search", {}),
        ("POST", "/clients/search", {"phone": "bukan nomor"}),
        ("PUT", f"/clients/{'0' * 32}", {"name": "Budi", "standing": "friend"}),
        ("POST", "/cases", _case(clients=["0" * 32], members=[])),
        (
            "POST", "/cases",
            _case(clients=["0" * 32], members=[{"lawyer_id": "0" * 32, "role": "team"}]),
        ),
        ("POST", "/cases/search", {}),
        ("PUT", f"/cases/{'0' * 32}", _case(opened_on="02/03/2026")),
        ("POST", f"/cases/{'0' * 32}/parties", {"role": "friend", "name": "Slamet"}),
        ("PUT", "/office-numbers/x", {"display_number": "+62", "name": "x"}),
        ("PUT", "/office-numbers/1", {"display_number": "nomor", "name": "x"}),
        (
            "POST", f"/clients/{'0' * 32}/identities/{'0' * 32}/verify",
            {"method": "pin", "note": "abc"},
        ),
        ("GET", "/clients?after=x", None),
        ("GET", "/cases?after=x", None),
    ],
)  # fmt: skip
async def test_what_is_not_right_is_refused_and_not_repeated(
    api: Api, method: str, path: str, content: object
) -> None:
    answer = await api.ask(method, path, content)
    assert answer.status_code == (404 if "after" in path else 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert _SECRET not in answer.text
    assert "bukan" not in answer.text


async def test_nobody_asks_without_a_token(api: Api) -> None:
    for method, path in (
        ("GET", "/clients"), ("POST", "/clients"), ("GET", "/cases"), ("POST", "/cases"),
        ("GET", "/office-numbers"), ("PUT", f"/messages/{'0' * 32}/case"),
        ("POST", f"/cases/{'0' * 32}/pin"), ("GET", "/lawyers"),
    ):  # fmt: skip
        assert (await api.http.request(method, f"/api/v1{path}")).status_code == 401


async def test_each_change_names_who_did_it(api: Api) -> None:
    client = await api.client()
    await api.case(client)
    with transaction(api.engine) as session:
        rows = session.execute(select(AuditEntry.action, AuditEntry.lawyer_id)).all()
    assert [tuple(row) for row in rows] == [
        ("client_add", api.ids["lawyer"]), ("case_add", api.ids["lawyer"]),
    ]  # fmt: skip


async def test_a_search_finds_what_the_firm_knows_and_says_in_which_scope(api: Api) -> None:
    message = await asyncio.to_thread(api.wrote)
    exact = await api.made("/search", {"q": PHONE}, 200)
    assert [each["id"] for each in exact["conversations"]] == [message.conversation_id]
    within: Json = {"q": "selamat", "client_id": message.client_id}
    (hit,) = (await api.made("/search", within, 200))["hits"]
    assert (hit["id"], hit["found_in"], hit["snippet"]) == (
        message.message_id, "message", "Selamat pagi",
    )  # fmt: skip
    refused = await api.ask("POST", "/search", {**within, "q": _SECRET, "case_id": "a" * 32})
    assert refused.status_code == 422
    assert _SECRET not in refused.text
    hidden = await api.ask("POST", "/search", within, role="auditor")
    assert hidden.status_code == 404

"""What the conflict gate costs among ten thousand parties, against keeping the message itself."""

import random
import statistics
import subprocess
import time
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlalchemy import Engine, insert

from adapters.keys.keyring import Keyring
from adapters.postgres.engine import connect, transaction
from adapters.postgres.matching import PostgresCaseMatcher
from adapters.postgres.messages import PostgresMessageStore
from adapters.postgres.tables import CaseClient, CaseRow, Client, Party, PartyName
from adapters.postgres.vault import Vault
from bench.meta import report
from devstack.product import inherited
from devstack.service import REPOSITORY, tool
from devstack.stack import Stack
from devstack.throwaway import throwaway_folder
from domain.ids import ClientId, MessageId
from domain.matching import MatchCaseInput
from domain.message_reading import read_message
from domain.names import INDEX, name_forms
from tests.samples import inbound_message, make_policy, make_wamid

_PARTIES: Final = 10_000
_MESSAGES: Final = 9
_LETTERS: Final = {"short": 80, "long": 4_000, "longest": 65_536}
_SYLLABLES: Final = (
    "ba", "bu", "di", "do", "ha", "hu", "ja", "ju", "ka", "ko", "la", "li", "ma", "mu", "na", "nu",
    "ra", "ri", "sa", "su", "ta", "ti", "wa", "yu",
)  # fmt: skip
_COMMON: Final = ("yang", "saya", "dan", "dengan", "perkara", "pengadilan", "pak", "di")


def measure() -> None:
    """Messages of three lengths, each from somebody new."""
    with throwaway_folder() as folder, Stack(folder, services=("postgres",)) as stack:
        url = stack.endpoint("database_url")
        subprocess.run(  # noqa: S603 - our own command
            [tool("lawyershub"), "migrate"],
            cwd=REPOSITORY,
            env={**inherited(), "DATABASE_URL": url},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        engine = connect(url)
        keyring = Keyring.generate()
        _compare(engine, Vault(lambda: keyring))
        engine.dispose()


def _compare(engine: Engine, vault: Vault) -> None:
    chance = random.Random(7)  # noqa: S311 - names, not secrets
    _seed(engine, vault, chance)
    store = PostgresMessageStore(engine, vault)
    matcher = PostgresCaseMatcher(engine, vault, lambda _: False)
    policy = make_policy()
    number = 0
    for length, letters in _LETTERS.items():
        kept: list[float] = []
        looked: list[float] = []
        for _ in range(_MESSAGES):
            number += 1
            message = inbound_message(
                text=_text(chance, letters),
                wamid=make_wamid(number),
                phone=f"62812{number:08}",
                name=_name(chance),
                sent_at=datetime.now(UTC) - timedelta(minutes=1),
            )
            kept.append(_seconds(lambda: store.record(message, read_message(message), policy)))  # noqa: B023 - called at once
            input_ = MatchCaseInput(message_id=MessageId(message.message_id))
            looked.append(_seconds(lambda: matcher.match(input_)))  # noqa: B023 - the same
        keep, look = statistics.median(kept), statistics.median(looked)
        report(
            f"conflict gate, {_PARTIES} parties, a {length} message of {letters} letters",
            keeping=f"{keep * 1000:.1f} ms",
            looking=f"{look * 1000:.1f} ms",
            ratio=f"{look / keep:.1f}",
        )


def _seed(engine: Engine, vault: Vault, chance: random.Random) -> None:
    client = ClientId(uuid.uuid4().hex)
    with transaction(engine) as session:
        session.execute(insert(Client).values(id=client, standing="client", intake=None))
        sealed = vault.seal(session, client, "parties.name", "bench", "name")
        cases: list[dict[str, object]] = []
        parties: list[dict[str, object]] = []
        names: list[dict[str, str | bytes]] = []
        for place in range(_PARTIES):
            if place % 2 == 0:
                case = uuid.uuid4().hex
                cases.append(
                    {
                        "id": case,
                        "client_id": client,
                        "title": sealed,
                        "opened_on": date(2026, 1, 1),
                    }
                )
            party = uuid.uuid4().hex
            parties.append(
                {"id": party, "case_id": cases[-1]["id"], "role": "opponent", "name": sealed}
            )
            names += [
                {
                    "party_id": party,
                    "index": vault.index(INDEX, form.text),
                    "likeness": form.likeness,
                }
                for form in name_forms(_name(chance))
            ]
        session.execute(insert(CaseRow), cases)
        session.execute(
            insert(CaseClient), [{"case_id": case["id"], "client_id": client} for case in cases]
        )
        session.execute(insert(Party), parties)
        session.execute(insert(PartyName), names)


def _name(chance: random.Random) -> str:
    return " ".join(_word(chance).title() for _ in range(chance.choice((2, 2, 3))))


def _text(chance: random.Random, letters: int) -> str:
    words: list[str] = []
    while sum(map(len, words)) + len(words) < letters:
        words.append(chance.choice(_COMMON) if chance.random() < 0.5 else _word(chance))  # noqa: PLR2004 - every second
    return " ".join(words)[:letters]


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=3))


def _seconds(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun

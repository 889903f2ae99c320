"""Windows are counted alike in this process and in a Redis, and nothing waits for a dead one."""

import itertools
import socket
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.rates import WindowCounter
from domain.failures import Unavailable
from tests.redis_server import free_port, redis_url, running_redis

__all__ = ["redis_url"]

_HOUR = timedelta(hours=1)
_keys = itertools.count()


@pytest.fixture(params=["memory", "redis"])
def url(request: pytest.FixtureRequest) -> str:
    return "memory://" if request.param == "memory" else request.getfixturevalue("redis_url")


@pytest.fixture
def key() -> str:
    return f"test/{next(_keys)}"


async def test_one_too_many_is_told_how_long_to_wait(url: str, key: str) -> None:
    counter = WindowCounter(url)
    assert [await counter.count(key, 3, _HOUR) for _ in range(3)] == [None] * 3
    for _ in range(3):
        wait = await counter.count(key, 3, _HOUR)
        assert wait
        assert timedelta() < wait <= _HOUR
    assert await counter.count(f"{key}/other", 3, _HOUR) is None


async def test_looking_counts_nothing(url: str, key: str) -> None:
    counter = WindowCounter(url)
    assert [await counter.look(key, 1, _HOUR) for _ in range(3)] == [None] * 3
    assert await counter.count(key, 1, _HOUR) is None
    assert await counter.look(key, 1, _HOUR)


async def test_replicas_that_share_a_redis_count_together(redis_url: str, key: str) -> None:
    one, other = WindowCounter(redis_url), WindowCounter(redis_url)
    assert await one.count(key, 1, _HOUR) is None
    assert await other.count(key, 1, _HOUR)


async def test_a_redis_that_is_away_is_unavailable_and_is_used_when_it_is_back(
    tmp_path: Path, key: str
) -> None:
    port = free_port()
    with running_redis(tmp_path, port) as url:
        counter = WindowCounter(url)
        assert await counter.count(key, 1, _HOUR) is None
    with pytest.raises(Unavailable):
        await counter.count(key, 1, _HOUR)
    with running_redis(tmp_path, port):
        assert await counter.count(key, 1, _HOUR) is None


async def test_a_redis_that_says_nothing_is_unavailable(key: str) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        counter = WindowCounter(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        for ask in (counter.count, counter.look):
            with pytest.raises(Unavailable):
                await ask(key, 1, _HOUR)


async def test_a_failure_does_not_tell_the_redis_password(key: str) -> None:
    counter = WindowCounter(f"redis://:canary-password@127.0.0.1:{free_port()}/0")
    with pytest.raises(Unavailable) as raised:
        await counter.count(key, 1, _HOUR)
    assert "canary" not in str(raised.value)
    assert raised.value.__suppress_context__

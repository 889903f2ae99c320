"""A dependency that keeps failing is left alone, and tried again one call at a time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from adapters.ai.circuit import Circuit


class _Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def circuit(clock: Callable[[], float]) -> Circuit:
    return Circuit(failures=3, cool_down=timedelta(seconds=30), clock=clock)


def _fail(circuit: Circuit, times: int) -> None:
    for _ in range(times):
        assert circuit.lets_pass()
        circuit.failed()


def test_a_circuit_opens_after_several_failures_in_a_row(circuit: Circuit) -> None:
    _fail(circuit, 2)
    circuit.succeeded()
    _fail(circuit, 3)
    assert not circuit.lets_pass()


def test_after_the_cool_down_one_trial_is_made(circuit: Circuit, clock: _Clock) -> None:
    _fail(circuit, 3)
    clock.now += 29
    assert not circuit.lets_pass()
    clock.now += 1
    assert circuit.lets_pass()
    assert not circuit.lets_pass()
    circuit.succeeded()
    assert circuit.lets_pass()


def test_a_trial_that_fails_begins_another_cool_down(circuit: Circuit, clock: _Clock) -> None:
    _fail(circuit, 3)
    clock.now += 30
    _fail(circuit, 1)
    clock.now += 29
    assert not circuit.lets_pass()
    clock.now += 1
    assert circuit.lets_pass()


def test_a_trial_whose_end_is_never_told_does_not_keep_it_open(
    circuit: Circuit, clock: _Clock
) -> None:
    _fail(circuit, 3)
    clock.now += 30
    assert circuit.lets_pass()
    clock.now += 30
    assert circuit.lets_pass()


def test_of_many_threads_one_makes_the_trial(circuit: Circuit, clock: _Clock) -> None:
    _fail(circuit, 3)
    clock.now += 30
    with ThreadPoolExecutor(16) as threads:
        passed = [threads.submit(circuit.lets_pass) for _ in range(200)]
    assert sum(each.result() for each in passed) == 1

"""Every code that Meta documents has one meaning and a text in both languages."""

from datetime import timedelta

import pytest

from domain.analysis import Language
from domain.routing import Reason
from domain.send_error_texts import send_error_text
from domain.send_errors import SEND_ERRORS, Handling, failure_reason, send_error

_NO_WAIT = {Handling.REFUSED, Handling.LIMITED, Handling.UNSURE}


@pytest.mark.parametrize("code", sorted(SEND_ERRORS))
def test_a_code_says_how_long_to_wait_or_why_a_person_must_look(code: int) -> None:
    error = send_error(code)
    assert (error.wait(0) is None) == (error.handling in _NO_WAIT)
    assert (error.reason is not None) == (error.handling in {*_NO_WAIT, Handling.UPLOAD_AGAIN})


@pytest.mark.parametrize("code", sorted(SEND_ERRORS))
def test_a_code_has_a_text_in_both_languages(code: int) -> None:
    texts = send_error_text(code)
    assert set(texts) == set(Language)
    assert all(text.endswith(".") and "kenal" not in text for text in texts.values())
    assert texts[Language.INDONESIAN] != texts[Language.ENGLISH]


def test_an_unknown_code_is_a_refusal_that_a_person_looks_at_and_is_told_with_its_number() -> None:
    error = send_error(987654)
    assert (error.handling, error.reason) == (Handling.REFUSED, Reason.SEND_REFUSED)
    assert all("987654" in text for text in send_error_text(987654).values())


def test_the_pair_limit_waits_four_times_as_long_each_time() -> None:
    waits = [send_error(131056).wait(attempt) for attempt in range(7)]
    assert waits == [timedelta(seconds=each) for each in (1, 4, 16, 64, 256, 1024, 3600)]


@pytest.mark.parametrize("code", sorted(SEND_ERRORS))
@pytest.mark.parametrize("attempts", [0, 1, 10, 100_000])
def test_no_wait_is_longer_than_an_hour(code: int, attempts: int) -> None:
    wait = send_error(code).wait(attempts)
    assert wait is None or timedelta(0) < wait <= timedelta(hours=1)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (131047, Reason.WINDOW_CLOSED),
        (131026, Reason.RECIPIENT_UNREACHABLE),
        (137000, Reason.IDENTITY_CHANGED),
        (131049, Reason.DELIVERY_FAILED),
        (131053, Reason.DELIVERY_FAILED),
        (1, Reason.DELIVERY_FAILED),
        (None, Reason.DELIVERY_FAILED),
    ],
)
def test_a_failure_that_is_reported_later_says_what_a_person_must_know(
    code: int | None, reason: Reason
) -> None:
    assert failure_reason(code) is reason


def test_an_indonesian_lawyer_reads_what_happened() -> None:
    said = send_error_text(131026)[Language.INDONESIAN]
    assert said.startswith("Nomor ini tidak terdaftar di WhatsApp")

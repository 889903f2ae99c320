"""The firm's numbers that WhatsApp takes nothing from, until one message got through again."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.postgres.notices import keep_notice
from adapters.postgres.tables import StoppedNumber
from adapters.postgres.vault import Vault
from domain.notices import limited_notice, resumed_notice, stopped_notice
from domain.outbound import NotYet
from domain.send_errors import TRIAL_EVERY


def stop(session: Session, vault: Vault, number: str, code: int, at: datetime) -> None:
    """Note that nothing goes from a number, and tell staff, once; the first reason stands."""
    made = session.scalar(
        insert(StoppedNumber)
        .values(phone_number_id=number, since=at, code=code, tried_at=at)
        .on_conflict_do_nothing()
        .returning(StoppedNumber.phone_number_id)
    )
    if made is not None:
        notice_id, notice = stopped_notice(number, code, at)
        keep_notice(session, vault, notice_id, notice, client_id=None, at=at)


def resume(session: Session, vault: Vault, number: str, began: datetime, at: datetime) -> None:
    """Note that a number works, and tell staff where they were told that it does not.

    `began` is when the request left that was answered: one from before the stop says nothing.
    """
    since = session.scalar(
        delete(StoppedNumber)
        .where(StoppedNumber.phone_number_id == number, StoppedNumber.since < began)
        .returning(StoppedNumber.since)
    )
    if since is not None:
        notice_id, notice = resumed_notice(number, since)
        keep_notice(session, vault, notice_id, notice, client_id=None, at=at)


def limited(session: Session, vault: Vault, number: str, code: int, at: datetime) -> None:
    """Tell staff that WhatsApp dislikes what a number sends."""
    notice_id, notice = limited_notice(number, code, at)
    keep_notice(session, vault, notice_id, notice, client_id=None, at=at)


def held_back(session: Session, number: str, now: datetime) -> NotYet | None:
    """Why nothing may go from a number now; None where it may, be it to try a stopped one.

    A try that its worker does not survive costs the time to the next one and nothing else.
    """
    stopped = session.get(StoppedNumber, number)
    if stopped is None:
        return None
    trying = session.scalar(
        update(StoppedNumber)
        .where(StoppedNumber.phone_number_id == number, StoppedNumber.tried_at <= now - TRIAL_EVERY)
        .values(tried_at=now)
        .returning(StoppedNumber.code)
    )
    if trying is not None:
        return None
    return NotYet(retry_after=TRIAL_EVERY, code=stopped.code)

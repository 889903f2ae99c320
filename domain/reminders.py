"""What a conversation must tell people of the firm, and when."""

from dataclasses import dataclass
from datetime import datetime

from domain.analysis import Urgency
from domain.conversation import ConversationState
from domain.notifications import NotificationKind, kind_of
from domain.sla import Alarm, ChainRole, next_alarm


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Something to tell, from a moment on; `key` tells it from all else in its conversation."""

    key: str
    kind: NotificationKind
    urgency: Urgency
    due: datetime
    to: tuple[ChainRole, ...]
    alarm: Alarm | None = None
    """The alarm that it is, where it is one."""


def next_reminder(state: ConversationState, now: datetime) -> Reminder | None:
    """What is to be told next, perhaps at once; None: nothing any more."""
    found = [each for each in (_of_waiting(state, now), _of_window(state, now)) if each]
    return min(found, key=lambda each: each.due, default=None)


def _of_waiting(state: ConversationState, now: datetime) -> Reminder | None:
    if state.sla is None or state.rules is None:
        return None
    alarm = next_alarm(state.sla, now, state.rules.sla, state.rules.hours)
    if alarm is None:
        return None
    urgency = state.sla.urgency
    return Reminder(
        key=f"{state.waits}/{alarm.name}",
        kind=kind_of(alarm.kind, urgency),
        urgency=urgency,
        due=alarm.due,
        to=_asked(state, alarm.to),
        alarm=alarm,
    )


def _of_window(state: ConversationState, now: datetime) -> Reminder | None:
    closes = state.window_until
    if closes is None or state.rules is None or not state.waiting or state.told_closing == closes:
        return None
    if now >= closes - state.rules.window_margin:
        # It is of no use any more: only a template goes.
        return None
    return Reminder(
        key=f"window-{closes:%Y%m%dT%H%M%S}",
        kind=NotificationKind.WINDOW_CLOSING,
        urgency=state.sla.urgency if state.sla else Urgency.NORMAL,
        due=closes - state.rules.window_reminder,
        to=_asked(state, state.rules.sla.chain[:1]),
    )


def _asked(state: ConversationState, roles: tuple[ChainRole, ...]) -> tuple[ChainRole, ...]:
    """Whoever holds it, or whose it is, is asked in the place of who would have been."""
    if state.pen.holder is None and state.pen.assignee is None:
        return roles
    others = (each for each in roles if each is not ChainRole.RESPONSIBLE)
    return tuple(dict.fromkeys((ChainRole.HOLDER, *others)))

"""Every timeout and every retry, named after the dependency it is for.

Unpacked where an activity is called: `**policies.DATABASE`. None gives up by itself while the
dependency is down: what was acknowledged to Meta is finished when it is back.
"""

from datetime import timedelta
from typing import Final, TypedDict

from temporalio.common import RetryPolicy


class ActivityPolicy(TypedDict, total=False):
    """The part of an activity's options that a policy sets."""

    start_to_close_timeout: timedelta
    schedule_to_close_timeout: timedelta
    heartbeat_timeout: timedelta
    retry_policy: RetryPolicy


DATABASE: Final[ActivityPolicy] = {
    # Milliseconds, normally. It is also how long a message waits for another worker when its own
    # dies, so it is just longer than a statement is allowed to take.
    "start_to_close_timeout": timedelta(seconds=15),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(minutes=1)
    ),
}

ANALYSIS: Final[ActivityPolicy] = {
    # An analysis that does not come is a reason for a person, never for a stop.
    "start_to_close_timeout": timedelta(seconds=30),
    "schedule_to_close_timeout": timedelta(minutes=5),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=20)
    ),
}

SUGGESTION: Final[ActivityPolicy] = {
    # Help that a lawyer can do without: the conversation does not wait for it for long.
    "start_to_close_timeout": timedelta(seconds=30),
    "schedule_to_close_timeout": timedelta(minutes=1),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=20)
    ),
}

MATCHING: Final[ActivityPolicy] = {
    # Where no case can be found for so long, a person finds it: no message waits for more.
    "start_to_close_timeout": timedelta(seconds=15),
    "schedule_to_close_timeout": timedelta(minutes=1),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(seconds=10)
    ),
}

PLACING: Final[ActivityPolicy] = {
    # Nothing waits for it, and many pages are read again.
    "start_to_close_timeout": timedelta(minutes=1),
    "schedule_to_close_timeout": timedelta(days=1),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=5)
    ),
}

WHATSAPP: Final[ActivityPolicy] = {
    # Longer than the sender's own timeouts together: an attempt that Temporal gives up has ended,
    # or dribbles on and is settled as ambiguous, never sent again.
    "start_to_close_timeout": timedelta(seconds=90),
    "schedule_to_close_timeout": timedelta(hours=24),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(seconds=2), maximum_interval=timedelta(minutes=5)
    ),
}

META: Final[ActivityPolicy] = {
    # What is asked about the account itself, a page after the other. It is asked again by its
    # schedule, so that one run need not outlast an outage.
    "start_to_close_timeout": timedelta(minutes=10),
    "heartbeat_timeout": timedelta(minutes=5),
    "schedule_to_close_timeout": timedelta(minutes=45),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(seconds=5), maximum_interval=timedelta(minutes=5)
    ),
}

NOTIFICATION: Final[ActivityPolicy] = {
    # Longer than a mail server's steps together. It is tried for as long as it may matter; until
    # then it stands on the dashboard, where the first attempt put it.
    "start_to_close_timeout": timedelta(minutes=2),
    "schedule_to_close_timeout": timedelta(days=1),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(seconds=5), maximum_interval=timedelta(minutes=5)
    ),
}

WHATSAPP_FILE: Final[ActivityPolicy] = {
    **WHATSAPP,
    # A message with a file, which is brought to WhatsApp first: 100 MB over a slow line.
    "start_to_close_timeout": timedelta(minutes=15),
    # Who brings a file says that it is at it. Words go within this time, so that what was approved
    # waits no longer for a worker that died than what the assistant sends.
    "heartbeat_timeout": WHATSAPP["start_to_close_timeout"],
}

READ_RECEIPT: Final[ActivityPolicy] = {
    # Worth one attempt: a client who does not see it misses nothing.
    "start_to_close_timeout": timedelta(seconds=20),
    "schedule_to_close_timeout": timedelta(seconds=30),
    "retry_policy": RetryPolicy(maximum_attempts=1),
}

CONVERSATIONS: Final[ActivityPolicy] = {
    "start_to_close_timeout": timedelta(minutes=5),
    "heartbeat_timeout": timedelta(seconds=30),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(minutes=1)
    ),
}

TEMPORAL: Final[ActivityPolicy] = {
    # Starting workflows. Each start ends within seconds and is told by a heartbeat, so that what
    # a dead worker began goes on elsewhere soon, and where it was.
    "start_to_close_timeout": timedelta(minutes=10),
    "heartbeat_timeout": timedelta(seconds=30),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(minutes=1)
    ),
}

ACCOUNT_EVENT: Final[ActivityPolicy] = {
    # The messages of half a year may come in one event; each that is kept is a heartbeat.
    "start_to_close_timeout": timedelta(minutes=15),
    "heartbeat_timeout": timedelta(minutes=1),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(minutes=1)
    ),
}

MEDIA: Final[ActivityPolicy] = {
    # 100 MB over a slow line. WhatsApp keeps a file for seven days: as long is it worth trying.
    "start_to_close_timeout": timedelta(minutes=15),
    # Looking into a file and drawing it take up to a minute each.
    "heartbeat_timeout": timedelta(minutes=3),
    "schedule_to_close_timeout": timedelta(days=7),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(seconds=2), maximum_interval=timedelta(minutes=10)
    ),
}

OCR: Final[ActivityPolicy] = {
    # Each page that is read is a heartbeat and is kept: a worker's death costs one page.
    "start_to_close_timeout": timedelta(hours=1),
    "heartbeat_timeout": timedelta(minutes=1),
    "schedule_to_close_timeout": timedelta(days=1),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(seconds=2), maximum_interval=timedelta(minutes=5)
    ),
}

REMEMBERED_MESSAGES: Final = 200
"""How many message ids a conversation keeps to know a repeated signal."""

LONGEST_WAY: Final = timedelta(seconds=30)
"""How long the next message waits for the status of the one before it."""

QUIET_PERIODS_AT_MOST: Final = 10
"""A client who never stops writing is answered after the time of so many quiet periods."""

SHORTEST_IDLE: Final = timedelta(minutes=1)
"""How long a conversation that no message opened stays open."""

LONGEST_WAIT: Final = timedelta(days=7)
"""How long a conversation that waits for a person sleeps before it looks at itself again."""

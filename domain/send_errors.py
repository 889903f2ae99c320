"""Meta's error codes: what each means for a message that was to be sent, and for those after it.

Source: Meta's Cloud API reference, error codes, as of November 2026. Decisions are made on the
code, never on the text or the HTTP status.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from domain.routing import Reason


class Handling(StrEnum):
    """What to do about a refusal. Whatever is not `UNSURE` was certainly not sent."""

    LATER = "later"
    """The same request may succeed later."""
    THROUGHPUT = "throughput"
    """The number sends faster than it may: later, and slower."""
    PAIR = "pair"
    """This one recipient gets messages too fast; others are not concerned."""
    STOP_NUMBER = "stop_number"
    """Nothing goes from this number until a person mends the token, the number or the account."""
    UPLOAD_AGAIN = "upload_again"
    """WhatsApp could not use the file: it is brought there once more, then a person decides."""
    REFUSED = "refused"
    """The same request will be refused again. A person decides."""
    LIMITED = "limited"
    """Refused for hours or days, and a sign that Meta dislikes what the number sends."""
    UNSURE = "unsure"
    """Meta failed inside; the message may have left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendError:
    """What a code means for us.

    A message that may go later waits `first`, then `growth` times as long each time, up to `most`.
    `reason` is why a person must look, where one must.
    """

    handling: Handling
    first: timedelta | None = None
    growth: int = 2
    most: timedelta = timedelta(hours=1)
    reason: Reason | None = None

    def wait(self, attempts: int) -> timedelta | None:
        """How long to wait after so many attempts that were postponed before this one."""
        if self.first is None:
            return None
        # Bounded before it is multiplied: no timedelta holds 4 to the power of a thousand.
        return min(self.first * self.growth ** min(attempts, _LONGEST_GROWTH), self.most)


_LONGEST_GROWTH: Final = 16
TRIAL_EVERY: Final = timedelta(seconds=30)
"""How often one message of a stopped number is tried, to learn whether it works again."""

_SECOND: Final = timedelta(seconds=1)
_SECONDS: Final = timedelta(seconds=5)
_MINUTE: Final = timedelta(minutes=1)
_MINUTES: Final = timedelta(minutes=5)
_HOUR: Final = timedelta(hours=1)

_STOP: Final = SendError(handling=Handling.STOP_NUMBER, first=TRIAL_EVERY, growth=1)
_DOWN: Final = SendError(handling=Handling.LATER, first=_SECONDS, most=_MINUTES)
_BUSY: Final = SendError(handling=Handling.LATER, first=_MINUTE, most=_HOUR)
_UNSURE: Final = SendError(handling=Handling.UNSURE, reason=Reason.SEND_UNCONFIRMED)
_REFUSED: Final = SendError(handling=Handling.REFUSED, reason=Reason.SEND_REFUSED)
_LIMITED: Final = SendError(handling=Handling.LIMITED, reason=Reason.SEND_REFUSED)
_TEMPLATE: Final = SendError(handling=Handling.REFUSED, reason=Reason.TEMPLATE_REFUSED)

SEND_ERRORS: Final[Mapping[int, SendError]] = MappingProxyType(
    {
        # The token, its permissions, the account, the number: a person mends them.
        **dict.fromkeys((0, 190), _STOP),
        **dict.fromkeys((3, 10, *range(200, 300), 131005), _STOP),
        **dict.fromkeys((368, 131031), _STOP),
        **dict.fromkeys((131037, 131042, 131045, 133010), _STOP),
        **dict.fromkeys((133000, *range(133005, 133010), 133015, 133016), _STOP),
        # Meta itself.
        **dict.fromkeys((1, 131000), _UNSURE),
        **dict.fromkeys((2, 131016, 133004), _DOWN),
        131057: SendError(handling=Handling.LATER, first=_MINUTE, most=_MINUTES),
        # Too much at once.
        **dict.fromkeys((4, 80007), _BUSY),
        130429: SendError(handling=Handling.THROUGHPUT, first=_SECOND, most=_MINUTE),
        131056: SendError(handling=Handling.PAIR, first=_SECOND, growth=4, most=_HOUR),
        132069: SendError(handling=Handling.LATER, first=_HOUR, growth=1),
        **dict.fromkeys((131048, 131064), _LIMITED),
        # The recipient.
        131026: SendError(handling=Handling.REFUSED, reason=Reason.RECIPIENT_UNREACHABLE),
        131047: SendError(handling=Handling.REFUSED, reason=Reason.WINDOW_CLOSED),
        137000: SendError(handling=Handling.REFUSED, reason=Reason.IDENTITY_CHANGED),
        **dict.fromkeys((130403, 130472, 130497, 131021, 131030, 131049, 131050), _REFUSED),
        **dict.fromkeys((131062, 131063), _REFUSED),
        # The request.
        **dict.fromkeys((33, 100, 131008, 131009, 131051, 131052, 132068, 135000), _REFUSED),
        131053: SendError(
            handling=Handling.UPLOAD_AGAIN,
            first=_SECOND,
            reason=Reason.FILE_REFUSED,
        ),
        **dict.fromkeys(
            (132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018), _TEMPLATE
        ),
        **dict.fromkeys((131020, 131041, *range(131200, 131220)), _REFUSED),
    }
)
"""Every code that Meta documents for sending."""

STOPPED_MARKETING: Final = 131050
"""The client wants no marketing: an opt-out, to be kept as one."""

MOST_UPLOADS: Final = 2
"""How often a file is brought to WhatsApp that cannot use it."""


def send_error(code: int) -> SendError:
    """What a code means; one that we do not know is a refusal that a person must look at."""
    return SEND_ERRORS.get(code, _REFUSED)


def failure_reason(code: int | None) -> Reason:
    """Why a person must look at a message that WhatsApp took and then reported as failed."""
    reason = send_error(code).reason if code is not None else None
    return reason if reason is not None and reason in _TELLING else Reason.DELIVERY_FAILED


_TELLING: Final = frozenset(
    {Reason.WINDOW_CLOSED, Reason.IDENTITY_CHANGED, Reason.RECIPIENT_UNREACHABLE}
)
"""Reasons that say more than that a message did not arrive."""

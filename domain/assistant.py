"""What keeps a message of the assistant's from going out, looked at once more as it goes."""

from domain.analysis import Urgency
from domain.drafts import DraftKind
from domain.routing import Mode, Reason


def kept_back(
    kind: DraftKind,
    *,
    held: bool,
    conflict: bool,
    refused: bool,
    mode: Mode,
    waiting: Urgency | None,
) -> Reason | None:
    """Why the assistant must not send a draft here, None where it may. Total.

    `held`: a lawyer took the conversation over. `conflict`: the client stands or may stand
    against another. `refused`: they want no machine to answer, or no automatic message at all.
    `waiting`: how urgent what waits for a lawyer is, None where nothing does.
    """
    # A receipt says nothing but when people are there, the same to everybody: what makes a reply
    # a person's does not keep it back, but somebody in an emergency needs more than that.
    receipt = kind is DraftKind.RECEIPT
    too_urgent = {Urgency.EMERGENCY} if receipt else {Urgency.HIGH, Urgency.EMERGENCY}
    holds = {
        Reason.HELD_BY_LAWYER: held,
        # Only a partner, who knows of it, writes there.
        Reason.CONFLICT: conflict and not receipt,
        Reason.AI_OPTED_OUT: refused,
        Reason.ASSISTANT_OFF: mode is Mode.OFF,
        Reason.DRAFTS_ONLY: mode is Mode.DRAFT_ONLY and not receipt,
        # It came while this was on its way out; nothing cheerful from a machine now.
        Reason.URGENT: waiting in too_urgent,
    }
    return next((reason for reason, it_holds in holds.items() if it_holds), None)

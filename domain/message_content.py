"""What a message's content means for who may answer it."""

from domain.messages import (
    Call,
    Choice,
    Content,
    Edit,
    Form,
    Location,
    Media,
    Order,
    Reaction,
    Revoke,
    SystemKind,
    SystemMessage,
    Text,
    Unread,
    Unsupported,
    Welcome,
)
from domain.routing import Reason


def words(content: Content) -> str | None:
    """What the client wrote in words, to be understood; None where there are none."""
    match content:
        case Text(body=said) | Media(caption=said) | Choice(title=said) | Order(note=said):
            return said
        case Location(name=name, address=address):
            return "\n".join(part for part in (name, address) if part) or None
        case Form(answers=answers):
            return "\n".join(value for _, value in answers) or None
        case Edit(content=new):
            return words(new)
        case _:
            return None


def needs_answer(content: Content) -> bool:
    """Whether a client who sends this waits for something."""
    return not isinstance(content, Reaction | Welcome)


def opens_window(content: Content) -> bool:
    """Whether Meta's customer service window surely starts anew with it: a message or a call."""
    return not isinstance(content, SystemMessage | Reaction | Edit | Revoke)


def circumstances(content: Content) -> tuple[Reason, ...]:
    """Why content of this kind is a person's, whatever it says; empty for plain words."""
    if isinstance(content, Text | Choice | Reaction | Welcome):
        return ()
    match content:
        case Media() | Unsupported() | Unread():
            reason = Reason.UNREADABLE
        case Edit():
            reason = Reason.MESSAGE_EDITED
        case Revoke():
            reason = Reason.MESSAGE_REVOKED
        case Call():
            reason = Reason.CALLED
        case SystemMessage(kind=kind) if kind is not SystemKind.OTHER:
            reason = Reason.IDENTITY_CHANGED
        case _:
            reason = Reason.NOT_UNDERSTOOD
    return (reason,)

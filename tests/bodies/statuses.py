"""Bodies with everything that Meta reports of messages the firm sent."""

from collections.abc import Callable
from typing import Final

from tests.bodies.writer import Json, Writer, change, contact, value, webhook, without

Builder = Callable[[Writer], Json]

_UNDELIVERABLE: Final = {
    "code": 131026,
    "title": "Message undeliverable",
    "message": "Message undeliverable",
    "error_data": {"details": "Message Undeliverable."},
    "href": "https://errors.example/131026",
}


def status(of: Writer, state: str, nth: int = 1, **more: object) -> Json:
    """An element of `statuses[]`, of a message that somebody else sent for the firm."""
    return {
        "id": of.wamid(100 + nth, ours=True),
        "status": state,
        "timestamp": str(of.seconds(nth)),
        "recipient_id": of.phone,
        **more,
    }


def _reported(of: Writer, *statuses: Json, **more: object) -> Json:
    return webhook(change(value(of, **more, statuses=list(statuses))))


def _sent(of: Writer) -> Json:
    conversation = {
        "id": f"c0ffee{of.number:026d}",
        "expiration_timestamp": str(of.seconds(86_400)),
        "origin": {"type": "service"},
    }
    pricing = {"billable": True, "pricing_model": "CBP", "category": "service"}
    return _reported(
        of,
        status(
            of, "sent", conversation=conversation, pricing=pricing,
            biz_opaque_callback_data=f"{of.number:032x}",
        ),
    )  # fmt: skip


def _priced(of: Writer) -> Json:
    pricing = {
        "billable": False,
        "pricing_model": "PMP",
        "type": "free_customer_service",
        "category": "utility",
    }
    who = contact(of)
    who["profile"]["username"] = "@klien.karangan"
    return _reported(of, status(of, "delivered", pricing=pricing), contacts=[who])


def _to_user_id(of: Writer) -> Json:
    told = without(status(of, "read", recipient_user_id=of.user_id), "recipient_id")
    return _reported(of, told, contacts=[without(contact(of), "wa_id")])


def _numbers(of: Writer) -> Json:
    told = {**status(of, "read"), "timestamp": of.seconds(), "recipient_id": int(of.phone)}
    return _reported(of, told)


def _group(of: Writer) -> Json:
    group: Json = {"recipient_id": "Y2FwaV9ncm91cDptYWRlLXVwOjE=", "recipient_type": "group"}
    return _reported(
        of,
        *(
            status(of, "read", **group, recipient_participant_id=of.other(each).phone)
            for each in range(3)
        ),
    )


STATUSES: Final[dict[str, Builder]] = {
    "status: sent": _sent,
    "status: delivered": _priced,
    "status: read": lambda of: _reported(of, status(of, "read")),
    "status: played": lambda of: _reported(of, status(of, "played")),
    "status: failed": lambda of: _reported(of, status(of, "failed", errors=[_UNDELIVERABLE])),
    "status: failed for no reason": lambda of: _reported(of, status(of, "failed")),
    "status: never seen": lambda of: _reported(of, status(of, "teleported")),
    "status: none": lambda of: _reported(of, without(status(of, "sent"), "status")),
    "status: to a user id": _to_user_id,
    "status: in a group": _group,
    "status: with an identity key": lambda of: _reported(
        of, status(of, "delivered", recipient_identity_key_hash="q83vEjRWeJA=")
    ),
    "status: numbers as numbers": _numbers,
    "status: in the wrong order": lambda of: _reported(
        of, *({**status(of, state), "timestamp": str(of.seconds(3 - nth))}
              for nth, state in enumerate(("read", "delivered", "sent")))
    ),
    "status: fifty at once": lambda of: _reported(
        of, *(status(of, "sent", nth) for nth in range(50))
    ),
}  # fmt: skip

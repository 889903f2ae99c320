"""What lawyers read of conversations of every shape is what the OpenAPI document says."""

from typing import Any

import httpx
import schemathesis
from schemathesis.specs.openapi import checks

from tests.bodies import MESSAGES, Writer
from tests.bodies.ledger import messages_of
from tests.road import webhooks
from tests.road.road import Road, until


def test_conversations_of_every_shape_are_told_as_documented(road: Road) -> None:
    number_id = webhooks.change()["value"]["metadata"]["phone_number_id"]
    wamids: list[str] = []
    for number, build in enumerate(MESSAGES.values(), start=3_000):
        body = build(Writer(number=number, number_id=number_id))
        assert road.post(body).status_code == 200
        elements: list[Any] = messages_of(body)
        wamids += [str(each["id"]) for each in elements]
    until(lambda: road.kept_messages(wamids) == len(wamids), "all messages")

    # Schemathesis has types for some of this only.
    library: Any = schemathesis
    answer = road.edge.get("/api/v1/openapi.json")
    document = library.openapi.from_dict(answer.json())
    conversations = {str(road.conversation_of(wamid)) for wamid in wamids}
    for conversation in conversations:
        operation = document["/api/v1/conversations/{conversation_id}"]["GET"]
        case = operation.Case(path_parameters={"conversation_id": conversation})
        check(case, road.api(f"/conversations/{conversation}"))
    for path in ("/me", "/conversations", "/reasons", "/notices"):
        check(document[f"/api/v1{path}"]["GET"].Case(), road.api(path))


def check(case: Any, answer: httpx.Response) -> None:  # noqa: ANN401 - see above
    assert answer.status_code == 200
    # It would ask itself and be refused; test_lawyers.py has who is.
    case.validate_response(answer, excluded_checks=[vars(checks)["ignored_auth"]])

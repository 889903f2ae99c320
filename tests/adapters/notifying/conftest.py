"""What the tests of notifying share."""

from collections.abc import Iterator

import pytest

from tests.adapters.notifying.receivers import Receiver, serving_webhooks


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with serving_webhooks() as made:
        yield made

"""Where the recorded histories are, and the key that opens them."""

from pathlib import Path
from typing import Final

from temporalio.converter import DataConverter

from adapters.keys.keyring import Keyring
from adapters.temporal.client import data_converter

HISTORIES: Final = Path(__file__).parent / "histories"
KEYRING: Final = Path(__file__).parent / "keyring.json"
"""Made for the corpus and used for nothing else: what it opens was made up."""


def converter() -> DataConverter:
    """The production converter with the corpus' key."""
    keyring = Keyring.from_json(KEYRING.read_bytes())
    return data_converter(lambda: keyring)

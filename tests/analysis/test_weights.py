"""The learned weights belong to the messages that are in the repository."""

import numpy as np

from adapters.ai.embedded.learned import FILE, weights
from bench import learning


def test_the_weights_were_made_from_the_messages_that_are_here() -> None:
    # `./dev bench weights` makes them anew.
    assert weights().about["sets"] == learning.sets()


def test_making_them_again_gives_the_same_weights() -> None:
    kept, made = weights(), learning.learned_anew()
    assert np.array_equal(kept.known, made.known)
    # Another processor may round the last digit otherwise.
    assert np.abs(kept.table.astype(int) - made.table).max() <= 1
    assert np.allclose(kept.biases, made.biases, atol=0.01)


def test_the_weights_are_small() -> None:
    assert FILE.stat().st_size < 1_000_000

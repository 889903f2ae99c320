"""Logistic regression with an L2 penalty on sparse rows: small, exact enough, and repeatable."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

_STEPS: Final = 150
_MEMORY: Final = 8
_ENOUGH: Final = 1e-5
_SMALLEST_STEP: Final = 1e-8


@dataclass(frozen=True, slots=True)
class Rows:
    """Sparse rows, and a constant in the last column."""

    columns: NDArray[np.int64]
    values: Vector
    row: NDArray[np.int64]
    starts: NDArray[np.int64]
    width: int

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.starts)

    def times(self, weights: Vector) -> Vector:
        """The rows' scores."""
        # numpy's stubs take the sums for whole numbers.
        return cast("Vector", np.add.reduceat(self.values * weights[self.columns], self.starts))

    def transposed_times(self, of_rows: Vector) -> Vector:
        """What the rows' values add up to in each column."""
        sums = np.bincount(self.columns, self.values * of_rows[self.row], minlength=self.width)
        return cast("Vector", sums)


def rows(texts: Sequence[Sequence[Sequence[int]]], room: int) -> Rows:
    """The rows of texts whose features are at some places, by groups of the same weight."""
    columns = [np.array([*(place for group in each for place in group), room]) for each in texts]
    values = [
        np.array([*(len(group) ** -0.5 for group in each for _ in group), 1.0]) for each in texts
    ]
    lengths = np.array([len(each) for each in columns])
    return Rows(
        columns=np.concatenate(columns).astype(np.int64),
        values=np.concatenate(values),
        row=np.repeat(np.arange(len(texts)), lengths),
        starts=np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64),
        width=room + 1,
    )


def fitted(them: Rows, wanted: NDArray[np.bool_], looseness: float) -> Vector:
    """The weights of the columns that tell the wanted rows from the others."""
    signs = np.where(wanted, 1.0, -1.0)
    penalty = np.full(them.width, 1.0 / looseness)
    penalty[-1] = 1e-3 / looseness

    def loss(weights: Vector) -> tuple[float, Vector]:
        margins = signs * them.times(weights)
        wrong = np.exp(-np.logaddexp(0.0, margins))
        value = np.logaddexp(0.0, -margins).sum() + 0.5 * (penalty * weights * weights).sum()
        return float(value), them.transposed_times(-signs * wrong) + penalty * weights

    return _minimised(loss, np.zeros(them.width))


def _minimised(loss: Callable[[Vector], tuple[float, Vector]], at: Vector) -> Vector:
    """Where a smooth, convex loss is least: L-BFGS, halving steps that do not help."""
    value, slope = loss(at)
    first = float(np.linalg.norm(slope))
    past: list[tuple[Vector, Vector, float]] = []
    for _ in range(_STEPS):
        way = _direction(slope, past)
        step = 1.0 if past else 1.0 / max(1.0, float(np.linalg.norm(slope)))
        expected = float(slope @ way)
        while True:
            there = at + step * way
            value_there, slope_there = loss(there)
            if value_there <= value + 1e-4 * step * expected or step < _SMALLEST_STEP:
                break
            step /= 2
        moved, changed = there - at, slope_there - slope
        curve = float(moved @ changed)
        if curve > 0:
            past = [*past[1 - _MEMORY :], (moved, changed, 1.0 / curve)]
        at, value, slope = there, value_there, slope_there
        if np.linalg.norm(slope) <= _ENOUGH * first or step < _SMALLEST_STEP:
            break
    return at


def _direction(slope: Vector, past: Sequence[tuple[Vector, Vector, float]]) -> Vector:
    way = -slope
    taken: list[float] = []
    for moved, changed, inverse in reversed(past):
        share = inverse * float(moved @ way)
        taken.append(share)
        way = way - share * changed
    if past:
        moved, changed, inverse = past[-1]
        way = way / (inverse * float(changed @ changed))
    for (moved, changed, inverse), share in zip(past, reversed(taken), strict=True):
        way = way + moved * (share - inverse * float(changed @ way))
    return way

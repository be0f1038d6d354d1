"""Any features of people as columns of numbers for the logit, made from the people of known events alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.forecasting.data import Column, People
from turnout.rules.effects import Array
from turnout.rules.heads import Counts

# A category seen in fewer people says nothing; of more than so many categories the commonest are kept.
_LEAST, _MOST = 20, 100
_FAR = 4.0


@dataclass(frozen=True)
class Cells:
    """People of a group who said the same in everything are one cell of `together` people: they go as one.

    Each array has one entry per cell. `shared` are the features that are the same for a whole group.
    """

    group: Counts
    together: Counts
    came: Counts
    party: Counts
    features: dict[str, Column]
    shared: dict[str, Column]

    @property
    def share(self) -> Array:
        return self.came / self.together

    @property
    def weight(self) -> Array:
        """How many independent people a cell is worth: between one and all of them."""
        found: Array = self.together.astype(np.float64) ** 0.75
        return found


def cells_of(people: People) -> Cells:
    codes = [people.group, people.party]
    codes += [np.unique(column, return_inverse=True)[1] for column in people.features.values()]
    _, first, cell = np.unique(np.stack(codes, axis=1), axis=0, return_index=True, return_inverse=True)
    cell = cell.ravel()
    together = np.bincount(cell)
    shared = {name for name, column in people.features.items() if _is_shared(column, people.group)}
    features = {name: column[first] for name, column in people.features.items()}
    return Cells(
        people.group[first],
        together,
        np.bincount(cell, people.came).astype(np.int64),
        people.party[first],
        {name: column for name, column in features.items() if name not in shared}
        | {"together": np.log(together), "party": people.party[first].astype(np.float64)},
        {name: column for name, column in features.items() if name in shared},
    )


def _is_shared(column: Column, group: Counts) -> bool:
    """Whether everybody of a group has the same: then it belongs to the event's effect."""
    code = np.unique(column, return_inverse=True)[1]
    pairs = np.unique(np.stack([group, code], axis=1), axis=0)
    return len(pairs) == len(np.unique(group))


@dataclass(frozen=True)
class Columns:
    """How features become columns: a number is scaled, a category is one column for each of its kinds."""

    scales: dict[str, tuple[bool, float, float]]
    kinds: dict[str, NDArray[np.str_]]

    @classmethod
    def learned(cls, cells: Cells, rows: NDArray[np.bool_], with_shared: bool) -> "Columns":
        scales, kinds = {}, {}
        for name, column in (cells.features | (cells.shared if with_shared else {})).items():
            known = column[rows]
            if known.dtype.kind == "U":
                kinds[name] = _common(known.astype(str), cells.weight[rows])
            elif known.std() > 0:
                scales[name] = _scale(known.astype(np.float64))
        return cls(scales, kinds)

    def matrix(self, cells: Cells, rows: NDArray[np.bool_] | Counts) -> Array:
        """(rows, p), the first column is 1."""
        columns = [np.ones(len(cells.group[rows]))]
        features = cells.features | cells.shared
        for name, (is_log, middle, spread) in self.scales.items():
            column = features[name][rows].astype(np.float64)
            column = np.log1p(np.maximum(column, 0)) if is_log else column
            columns.append(np.clip((column - middle) / spread, -_FAR, _FAR))
        for name, kinds in self.kinds.items():
            columns.extend((features[name][rows] == kind) * 1.0 for kind in kinds)
        return np.stack(columns, axis=1)


def _common(known: NDArray[np.str_], weight: Array) -> NDArray[np.str_]:
    kinds, code = np.unique(known, return_inverse=True)
    weights = np.bincount(code, weight)
    order = np.argsort(-weights, kind="stable")[:_MOST]
    found: NDArray[np.str_] = kinds[order[weights[order] >= _LEAST]]
    return found


def _scale(known: Array) -> tuple[bool, float, float]:
    """Whether its logarithm is taken (never negative, a long tail to the right), mean and deviation."""
    low, middle, high = np.quantile(known, [0, 0.5, 0.99])
    is_log = bool(low >= 0 and high > 5 * max(middle, 0.5))
    column = np.log1p(known) if is_log else known
    return is_log, float(column.mean()), max(float(column.std()), 1e-9)

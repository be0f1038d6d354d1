"""People as hypothesis makes them up."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from turnout.rules.people import STAGES, People

_COLUMNS = {
    "stage": arrays.arrays(np.int8, 30, elements=st.integers(0, len(STAGES) - 1)),
    "party": arrays.arrays(np.int8, 30, elements=st.integers(1, 8)),
    "lead": arrays.arrays(np.float32, 30, elements=st.floats(-400, 400, width=32)),
    "distance": arrays.arrays(np.float32, 30, elements=st.floats(0, 2e4, width=32) | st.just(float("nan"))),
    "came": arrays.arrays(np.int8, 30, elements=st.integers(0, 5)),
    "missed": arrays.arrays(np.int8, 30, elements=st.integers(0, 5)),
    "verified": arrays.arrays(np.bool_, 30),
    "suspect": arrays.arrays(np.bool_, 30),
}


@st.composite
def crowds(draw: st.DrawFn) -> People:
    """0 to 240 people, or as many as are not like the others."""
    people = People(**{name: draw(column) for name, column in _COLUMNS.items()})
    many = draw(st.integers(0, 30))
    times = draw(st.integers(1, 8))
    return People(*(np.tile(column[:many], times) for column in vars(people).values()))

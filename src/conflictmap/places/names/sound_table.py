"""What two spellings of a name swap, and what it costs (see `sounds`): facts of benchmarks/fit_sounds.py.

A line a sound of `SOUNDS`, the first of them nothing; in it the cost of each sound up to itself.
"""

from __future__ import annotations

from collections.abc import Mapping

# The probability that the name most like a spelling is the one meant: a logistic regression by benchmarks/fit_sounds.py.
ALIKE: Mapping[str, float] = {
    "base": -5.04,
    "likeness": 4.45,
    "margin": 5.68,
    "first_sound": 0.99,
    "last_sound": -0.00,
    "syllables": -0.58,
    "length": 1.12,
}
# The same among the units of a stated region: what is said to be a township is one, but for its spelling.
ALIKE_UNIT: Mapping[str, float] = {
    "base": -4.68,
    "likeness": 5.34,
    "margin": 5.89,
    "first_sound": 0.83,
    "last_sound": -0.13,
    "syllables": -0.45,
    "length": 0.30,
}
SOUNDS = "acehijklmnopstuwxy"
COSTS = (
    (-0.00,),
    (3.25, -1.87,),
    (4.09, 10.58, -3.32,),
    (3.21, 1.52, 9.87, -2.48,),
    (2.26, 9.01, 7.63, 8.42, -4.77,),
    (3.41, 2.09, 9.66, 0.41, 8.26, -2.66,),
    (3.66, 9.08, 0.38, 8.41, 6.03, 8.25, -4.89,),
    (3.17, 11.42, 0.66, 10.73, 1.18, 10.62, 3.41, -2.48,),
    (2.63, 10.61, 8.15, 9.94, 2.04, 9.79, 2.50, 3.05, -3.19,),
    (3.25, 10.74, 3.13, 10.06, 1.97, 9.89, 7.74, 4.37, 2.71, -3.21,),
    (3.07, 11.90, 4.41, 11.00, 8.41, 11.20, 4.42, 3.04, 3.95, 3.55, -1.65,),
    (3.73, 2.58, 10.30, 2.04, 8.74, 2.65, 8.82, 11.10, 10.50, 10.47, 11.56, -2.14,),
    (3.79, 11.15, 3.01, 10.51, 1.96, 7.85, 3.45, 2.44, 2.60, 0.64, 5.31, 10.79, -2.83,),
    (3.26, 10.53, 1.58, 9.85, 2.55, 9.73, 0.24, 1.81, 3.16, 3.88, 4.51, 10.25, 2.88, -3.42,),
    (2.80, 11.00, 3.65, 6.91, 0.83, 10.57, 8.37, 1.04, 2.52, 3.68, 3.51, 11.10, 2.35, 2.50, -2.52,),
    (3.55, 1.75, 9.17, 1.99, 7.56, 2.26, 7.57, 9.91, 9.10, 9.25, 10.71, 0.33, 9.58, 9.05, 9.43, -3.29,),
    (2.46, 10.56, 4.13, 9.87, 0.63, 9.63, 2.50, 4.30, 3.96, 3.11, 4.22, 9.95, 1.59, 3.12, 4.84, 0.88, -3.36,),
    (3.05, 10.07, 2.94, 9.45, 7.02, 9.29, 1.88, 2.45, 2.21, 8.77, 10.20, 9.83, 2.36, 0.07, 0.26, 8.57, 8.28, -3.80,),
    (2.62, 11.01, 1.49, 10.29, 1.11, 3.90, 0.73, 2.73, 3.02, 3.23, 6.32, 10.74, 3.84, 3.25, 4.64, 9.52, 4.23, 2.39, -2.92,),
)  # fmt: skip

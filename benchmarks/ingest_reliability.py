"""Fit the table of coding/reliability.py on texts with gold, and print how it held on each text left out of the fit.

    python benchmarks/ingest_reliability.py FOLDER [FOLDER ...]

Each draft counts by the lines of the table that it reaches, and by whether its date, type, act, actors and township were right.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from ingest import ROOT, SUFFIXES, _read, _reliability

from conflictmap.chronicle import open_coder
from conflictmap.chronicle.coding import coder as coding
from conflictmap.chronicle.coding.reliability import TABLE
from conflictmap.chronicle.drafts import Draft
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.cli.evaluate_events import townships
from conflictmap.project import find_project

PENALTY = 1.0  # of a weight's square: few drafts, many weights
ROUNDS = 60


def main(folders: list[str]) -> None:
    coding.calibrated = dict  # type: ignore[assignment]  # the rules' own confidences
    project = find_project(ROOT)
    lexicon = Lexicon.open(project)
    lines, right, text_of = [], [], []
    for syntax in (True, False):
        coder = open_coder(project, lexicon, syntax=syntax)
        paths = [path for folder in folders for path in sorted(Path(folder).iterdir()) if path.suffix in SUFFIXES]
        texts = [_read(path, coder) for path in paths]
        place = townships(project, [row for text in texts for row in (*text.gold, *text.rows)])
        for text in texts:
            judged = [*zip(_reliability(text, place), text.drafts, strict=True)]
            judged = [
                pair for pair in judged if not pair[1].value("notes").startswith("Read from Burmese")
            ]  # all asked
            lines += [_reached(draft) for _, draft in judged]
            right += [whole for (_, whole), _ in judged]
            text_of += [text.path.name] * len(judged)
    features, labels, names = np.array(lines, float), np.array(right, float), np.array(text_of)
    weights = _fit(features, labels)
    print(f"START {weights[0]:.2f}")
    for (name, line, _), weight in zip(TABLE, weights[1:], strict=True):
        print(f"{name} from {line}: {weight:.2f}")
    _print_left_out(features, labels, names)


def _print_left_out(features: np.ndarray, labels: np.ndarray, names: np.ndarray) -> None:
    shares = np.zeros(len(labels))
    for name in set(names):
        left = names == name
        shares[left] = _share(features[left], _fit(features[~left], labels[~left]))
    print(
        "texts left out of the fit: drafts wholly right, by decile of confidence (each draft read with and without nlp)"
    )
    for decile in range(10):
        inside = (shares >= decile / 10) & (shares < (decile + 1) / 10)
        if inside.any():
            print(f"  {decile / 10:.1f} to {(decile + 1) / 10:.1f}: {int(labels[inside].sum())} of {int(inside.sum())}")


def _reached(draft: Draft) -> list[bool]:
    """Which lines of the table a draft reaches, the first of each field alone, behind a constant."""
    out, counted = [True], set[str]()
    for name, line, _ in TABLE:
        first = name not in counted and draft.fields[name].confidence >= line
        out.append(first)
        counted |= {name} if first else set()
    return out


def _share(features: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-features @ weights))


def _fit(features: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression by Newton's method, with a penalty on all but the constant."""
    weights = np.zeros(features.shape[1])
    for _ in range(ROUNDS):
        share = _share(features, weights)
        slope = features.T @ (share - labels) + PENALTY * np.r_[0, weights[1:]]
        curve = (features * (share * (1 - share))[:, None]).T @ features + PENALTY * np.eye(len(weights))
        weights = weights - np.linalg.solve(curve, slope)
    return weights


if __name__ == "__main__":
    main(sys.argv[1:])

"""The weighted estimates once more by an independent package, where it is installed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.analysis.stratified import post_stratified_mean, stratified_mean
from data.analysis.weighting import town_means
from tests.data.analysis.api import SIMPLE, STRATIFIED

svy = pytest.importorskip("svy", reason="svy (an independent check) is not installed")
polars = pytest.importorskip("polars", reason="polars, which svy needs, is not installed")


def design(samples, sizes, *, stratified):
    labels = [f"{i:03}" for i, one in enumerate(samples) for _ in one]
    total, n = sum(sizes), len(labels)
    frame = polars.DataFrame(
        {
            "y": np.concatenate(samples).astype(float),
            "stratum": labels,
            "weight": [
                size / len(one) if stratified else total / n
                for one, size in zip(samples, sizes, strict=True)
                for _ in one
            ],
            "size": [
                size if stratified else total
                for one, size in zip(samples, sizes, strict=True)
                for _ in one
            ],
        }
    )
    stratum = "stratum" if stratified else None
    return svy.Sample(frame, svy.Design(stratum=stratum, wgt="weight", pop_size="size"))


def same(found, theirs):
    row = theirs.to_polars().row(0, named=True)
    assert found.mean == pytest.approx(row["est"], rel=1e-9)
    assert found.standard_error == pytest.approx(row["se"], rel=1e-7, abs=1e-12)
    assert found.degrees == row["df"]
    assert (found.low, found.high) == pytest.approx((row["lci"], row["uci"]), rel=1e-7)


def test_stratified_schools():
    samples = [one.values() for one in STRATIFIED.values()]
    sizes = [one.size for one in STRATIFIED.values()]
    same(
        stratified_mean(samples, sizes=sizes),
        design(samples, sizes, stratified=True).estimation.mean("y"),
    )


def test_post_stratified_schools():
    samples = [one.values() for one in SIMPLE.values()]
    sizes = [one.size for one in SIMPLE.values()]
    simple = design(samples, sizes, stratified=False)
    grouped = simple.weighting.poststratify(
        controls={f"{i:03}": size for i, size in enumerate(sizes)}, cells="stratum"
    )
    same(post_stratified_mean(samples, sizes=sizes), grouped.estimation.mean("y"))
    same(
        stratified_mean([np.concatenate(samples)], sizes=[sum(sizes)]),
        simple.estimation.mean("y"),
    )


quartier = st.lists(st.integers(0, 15), min_size=5, max_size=5).filter(lambda row: sum(row) > 1)


@settings(max_examples=25)
@given(st.lists(st.tuples(quartier, st.integers(100, 9000)), min_size=1, max_size=10))
def test_towns(quartiers):
    counts, dwellings = zip(*quartiers, strict=True)
    samples = [np.repeat([1, 2, 3, 4, 5], row) for row in counts]
    theirs = design(samples, dwellings, stratified=True).estimation.mean("y").to_polars()
    row = theirs.row(0, named=True)
    found = town_means([counts], dwellings=dwellings)[0]
    assert found.mean == pytest.approx(row["est"], rel=1e-9)
    assert found.standard_error == pytest.approx(row["se"], rel=1e-7, abs=1e-9)
    if found.method.value == "t":
        expected = max(row["lci"], 1), min(row["uci"], 5)
        assert (found.low, found.high) == pytest.approx(expected, rel=1e-7)

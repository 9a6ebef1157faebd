"""Links between cases are seen alike from both ends, in both languages, whatever came first."""

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from app.domain.case import fold
from app.domain.links import links_of
from tests.domain.folding import entry

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
CASES: list[dict[str, Any]] = json.loads((VECTORS / "links.json").read_text(encoding="utf-8"))["cases"]
MOST_ORDERS = 60


@pytest.mark.parametrize("vector", CASES, ids=lambda vector: vector["name"])
def test_the_last_word_about_a_pair_counts_by_whichever_end(vector: dict[str, Any]) -> None:
    entries = [entry(raw) for raw in vector["entries"]]
    for order, _ in zip(permutations(entries), range(MOST_ORDERS), strict=False):
        cases = fold(order)

        found = {
            thread: [[link.thread, link.relation, link.by] for link in links_of(case, cases.values())]
            for thread, case in cases.items()
        }

        assert found == vector["expect"]

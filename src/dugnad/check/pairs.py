"""Which lot of the notice is which lot of the documents, as the check carries a lot with its criteria and finding."""

from __future__ import annotations

from collections.abc import Sequence

from dugnad.check.notice import CheckedLot
from dugnad.documents import pairs
from dugnad.documents.found import FoundLot

LotPair = tuple[CheckedLot | None, FoundLot | None]


def pair_lots(notice: Sequence[CheckedLot], documents: Sequence[FoundLot]) -> list[LotPair]:
    """Every lot of either side once."""
    by_id = {id(one.lot): one for one in notice}
    paired = pairs.pair_lots([one.lot for one in notice], documents)
    return [(by_id[id(row)] if row is not None else None, found) for row, found in paired]

"""Error localization: which figures are to blame for the rules that do not hold, and what they should have been.

In: a ledger. Out: for every connected part of it that is violated, all of the smallest sets of figures that, changed, make
every rule hold. :mod:`~xcdata.ledger.localize.locate` is the face; one or two figures are looked up
(:mod:`~xcdata.ledger.localize.direct`), slips of whole rows tried (:mod:`~xcdata.ledger.localize.row_slips`), more found by a
small program (:mod:`~xcdata.ledger.localize.program`). Of many lines alike only the broken ones are made figures of
(:mod:`~xcdata.ledger.localize.lines`).
"""

from xcdata.ledger.localize.lines import locate_lines
from xcdata.ledger.localize.locate import Change, Explanation, Group, Location, locate

__all__ = ["Change", "Explanation", "Group", "Location", "locate", "locate_lines"]

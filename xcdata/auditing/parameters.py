"""Every tuned number of the audit, in one place.

In: nothing. Out: :data:`PARAMETERS`. A *bit* is a factor of two of odds: what describes a sum costs bits, figures that agree earn them.

Definitions (the 15 digits of a float) and lengths of what is displayed stand where they are used.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Parameters:
    """Numbers that were tuned, each with its unit, what it means, and what was measured."""

    # What chance says of a sum

    broken_bits: float = 3.0
    """Bits that a position costs in which a sum fails: one in eight is an error, or not meant to add up. Halved
    +0.08, doubled -0.29 points of F1 on a third of the annotated tables."""

    habit_bits: float = 1.0
    """Bits taken off a hold: figures of a table are more alike than chance would have them. A near copy tells no
    more, and a unit of another kind costs as much. Halved +0.05, doubled -2.69 points of F1 on a third of the
    annotated tables."""

    slip_bits: float = 6.0
    """Bits that it costs to take a failing sum for a slip: about one printed sum in fifty is wrong. Halved or
    doubled: F1 on a third of the annotated tables stays."""

    holds_per_slip: int = 4
    """Sums that hold, to each slip that speaks for a pattern. Halved -0.15, doubled +0.00 points of F1 on a third
    of the annotated tables."""

    share_steps: int = 1000
    """Steps of the whole by which the shares of parts are told apart, so that positions that repeat them count
    once. Halved +0.03, doubled -0.08 points of F1 on the annotated tables."""

    # What it costs to describe a sum

    distance_bits: float = 1.5
    """Bits for each doubling of the distance between a total and either of two parts. Halved -0.07, doubled +0.00
    points of F1 on a third of the annotated tables."""

    choice_bits: float = 2.0
    """Bits of a sum of any two lines, or of some of the next, besides one for each of these that is in or out.
    The latter halved +0.00, doubled -0.16 points of F1 on a third of the annotated tables."""

    gap_bits: float = 3.0
    """Bits for each doubling of the gap between a total and a run of parts. Halved +0.03, doubled +0.00 points of
    F1 on a third of the annotated tables."""

    view_bits: float = 1.0
    """Bits of reading the lines that one word names: all but averages, the totals, what totals leave; a sum in
    terms of subtotals costs so much less. Halved or doubled: F1 on a sixth of the annotated tables stays."""

    name_view_bits: float = 2.0
    """Bits of reading the lines of one name, or every k-th line, besides log2 k. Halved -0.04, doubled +0.00
    points of F1 on a sixth of the annotated tables."""

    untotalled_view_bits: float = 3.0
    """Bits of reading the lines that are no totals of patterns believed so far. Halved -0.10, doubled +0.00
    points of F1 on a sixth of the annotated tables."""

    shift_bits: float = 2.0
    """Bits, beside half of its own, of a pattern moved to a neighbouring block. Halved +0.00, doubled -0.05
    points of F1 on a sixth of the annotated tables."""

    # What is believed

    sure_bits: float = 6.0
    """Bits that a pattern must earn beyond its cost: odds of 64 to 1. Halved -0.04, doubled -0.51 points of F1 on
    a sixth of the annotated tables."""

    nearby_bits: float = 3.0
    """Bits of cost from which on a total beside none of its parts could have been any line. Halved or doubled: F1
    on a sixth of the annotated tables stays."""

    name_bits: float = 4.0
    """Bits that the name of a total is worth. Halved -0.29, doubled -0.04 points of F1 on a sixth of the
    annotated tables."""

    closing_bits: float = 8.0
    """The same where it closes its parts and is stated in few positions, as in accounts: of 69 such lines in
    annotated tables 60 were the sums of the run before them. Halved or doubled: F1 on a sixth of the annotated
    tables stays."""

    few_stated: int = 2
    """Positions that are few for that. Halved or doubled: F1 on a sixth of the annotated tables stays."""

    vouched_bits: float = 2.0
    """Bits that labels which show a sum are worth: seldom wrong, but they do not always say which lines it has.
    Halved or doubled: F1 on a sixth of the annotated tables stays."""

    borders: int = 3
    """Borders of a kind, from the nearest on, at which a run that a total closes may begin. Halved or doubled: F1
    on a sixth of the annotated tables stays."""

    habit_weight: float = 2.0
    """Times that the surprise of a total on the rare side of its parts is charged. Halved -0.58, doubled +0.00
    points of F1 on a sixth of the annotated tables."""

    holds_per_loss: int = 5
    """Positions that hold, to each that may be lost when a sum is said in terms of subtotals. Halved -0.58,
    doubled +0.00 points of F1 on a sixth of the annotated tables."""

    # Where a pattern is meant

    mostly: float = 0.7
    """Share of the positions stated that must hold for the others to be errors rather than other things. Halved
    +0.00, doubled +0.24 points of F1 on a sixth of the annotated tables."""

    adding_bits: float = 1.0
    """Bits that a hold must tell to count for its position. Halved or doubled: F1 on a sixth of the annotated
    tables stays."""

    telling_steps: int = 100
    """Units below which a difference has few digits: chance explains it easily, Halved -0.02, doubled +0.00
    points of F1 on a sixth of the annotated tables."""

    nearly: int = 3
    """if it is more than one in so many parts of the total. Halved or doubled: F1 on a sixth of the annotated
    tables stays."""

    longest_mark: int = 3
    """Characters of a text that may be a mark for a missing figure."""

    holds_per_error: int = 4
    """Instances that hold, to each failing one that is believed though it was not found."""

    # What labels declare

    most_skipped: int = 4
    """Lines after the last total that may belong to it as notes (over votes, under votes). Halved or doubled: 200
    labelled tables say the same."""

    recipe_bits: float = 1.0
    """Bits of a way to choose parts that is not the first that a reader would think of; the rarer ones cost two
    or three of these. In the place of fourteen numbers from half a bit to three: 200 labelled tables with an error
    and 100 without say the same."""

    most_gaps: int = 3
    """Gaps, from the nearest on, at which a run may begin. Halved or doubled: 200 labelled tables say the
    same."""

    enough_bits: float = 8.0
    """Bits that leave nothing to look for where a plausible sum holds wherever it is stated. Halved or doubled:
    200 labelled tables say the same."""

    most_failing: int = 2
    """Positions in which a total may fail, and hold in none, before it is taken for no sum and told once."""

    enough_alike: int = 3
    """Figures, or formulas, that are the same by no chance."""

    share_tolerance: int = 100
    """One in so many parts of the whole by which shares may miss it and still should make it."""

    rate: int = 1000
    """Below it are rates and averages of another unit than the counts beside them."""

    formulas_per_number: int = 4
    """Figures of a line, to each that may be a number where the others have a formula and one is typed over."""

    # Units, and rounded or exact

    few_figures: int = 3
    """Figures that show their last place; fewer may just be round."""

    enough_figures: int = 10
    """Figures that can spare one that is finer: a slip."""

    figures_per_odd: int = 20
    """Figures, to each that may be finer than the unit."""

    coarse: int = 1000
    """Times the table's unit from which on figures that all end in zeros are rounded, not by chance round."""

    round_by_chance: int = 1_000_000_000
    """One in so many times figures end in zeros by chance: nine in one zero."""

    float_digits: int = 13
    """Digits that nobody prints; a float that was saved whole has 15 to 17."""

    rounded_share: float = 0.25
    """Share of tables that hold within rounding only: of 359 annotated ones, one quarter."""

    noted_share: float = 0.5
    """The same of tables with a note that sums may be off by rounding: of 5 annotated ones whose figures settle it,
    2 are rounded and 3 hold exactly."""

    sure: float = 0.95
    """Probability of a kind of sums below which it is open."""

    # Limits of work

    at_once: int = 500_000
    """Numbers looked at together: a few arrays of them take no memory to speak of."""

    sample: int = 24
    """Positions that tell whether there is a pattern, the fullest; and as many from everywhere."""

    matches: int = 24
    """Runs or choices that make one total, weighed."""

    match_work: int = 200_000
    """Runs that make totals, of one view, divided among them."""

    weighable: int = 3000
    """Runs of one view that are weighed."""

    best: int = 80
    """Runs of one view that are kept."""

    longest_stride: int = 12
    """Lines between those that are read together: months."""

    stride_work: int = 5000
    """Lines times stride of views that pass over lines."""

    run_work: float = 2e6
    """Figures times gaps at which runs are looked for."""

    short_reach: int = 3
    """Lines between a total and its run in a view that is not plain."""

    rounds: int = 4
    """Times that one looks again where the beliefs point."""

    most_lines: int = 300
    """Lines of an axis in which choices are looked for."""

    window: int = 12
    """Lines that such a choice is made of: 4096 choices."""

    anchors: int = 3
    """Positions of a window in which choices are looked for."""

    least_telling: int = 8
    """Units that a total must have for choices to be looked for: smaller ones are made by chance."""

    pair_work: float = 1.5e7
    """Figures times pairs that are compared; lines farther apart are not."""

    pair_lines: int = 5000
    """Lines of an axis in which pairs are compared."""

    farthest_shift: int = 12
    """Lines by which a pattern is tried on its neighbours."""

    subset_lines: int = 24
    """Lines of which some may make a total that is no sum of all: halves have 4096 sums each."""

    most_choices: int = 10_000
    """Choices that make it; of more none says anything."""

    steps: int = 1_000_000
    """Steps of the search for errors, for each ledger: about a second."""

    most_parts: int = 2_000_000
    """Parts of all formulas of a sheet: a million cells, added up down and across."""

    deepest: int = 32
    """Parentheses in each other in a formula; a spreadsheet takes 64."""

    column_sample: int = 1000
    """Cells of a frame's column that tell whether it is one of figures."""

    @property
    def least_slip(self) -> float:
        """Bits of a failing sum that one slip explains, at least: barely more than of another, however little its figures tell."""
        return math.nextafter(-self.broken_bits, 0)


PARAMETERS = Parameters()
"""What all modules of the audit read."""

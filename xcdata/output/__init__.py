"""Results → text, JSON, a page.

In: a review or an audit. Out: text for a terminal (:mod:`~xcdata.output.text`), the JSON contract
(:mod:`~xcdata.output.contract`), one HTML page (:mod:`~xcdata.output.page`); what an audit adds to each stands in
:mod:`~xcdata.output.grid_view`, what a gazette adds to the page in :mod:`~xcdata.output.plan_view` and
:mod:`~xcdata.output.notice_view`. All begin with what is to be decided (:mod:`~xcdata.review.decision`); a page carries what its script
traces a figure with (:mod:`~xcdata.output.trace`).
"""

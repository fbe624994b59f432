"""An edited workbook → what its maker's tables have become.

In: a workbook that :mod:`xcdata.excel` wrote, as an analyst left it. Out: the plan as it stands there, each figure with its address.
"""

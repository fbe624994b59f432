"""Any table → its sum rules, the verdicts on them, and the figures to blame.

In: a grid whose rules nobody declared. Out: an :class:`Audit`. The package is not called ``audit``, because :func:`xcdata.audit` is what
people call.
"""

from xcdata.auditing.audit import Audit
from xcdata.auditing.declared import DeclaredAudit
from xcdata.auditing.sheets import audit

__all__ = ["Audit", "DeclaredAudit", "audit"]


def __dir__() -> list[str]:
    return __all__

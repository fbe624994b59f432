"""What ``xcdata check`` and ``xcdata audit`` say, on a page of this machine: drop a file, see what is found in it.

In: files that a browser sends from the same machine. Out: a page at 127.0.0.1 with what was found in each, to look at and to download.
Files and results are in memory, few at a time, and gone when the command ends; nothing leaves the machine. Needs the extra
``xcdata[serve]``.

server   the command: a free port, an address with a secret in it, a browser
app      requests → answers: who may ask, what is taken in
pages    what is at hand → HTML in two languages
desk     the files at hand, and the one that is being worked on
process  the process that works, which can be stopped
work     a file → its review or audit, as page, JSON and marked workbook
"""

from xcdata.serve.server import serve

__all__ = ["serve"]


def __dir__() -> list[str]:
    return __all__

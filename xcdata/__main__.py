"""``python -m xcdata``: the command line."""

import sys

from xcdata.cli import main

sys.exit(main())

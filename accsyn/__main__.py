"""``python -m accsyn`` is the command ``accsyn``."""

from __future__ import annotations

import sys

from accsyn.cli import main

if __name__ == "__main__":
    sys.exit(main())

#!/venv/bin/python
"""The console script `lawyershub` of the image, as an installation would make it."""

import sys

from lawyershub import main

if __name__ == "__main__":
    sys.exit(main())

"""`python -m lossctl` is `lossctl`."""

import sys

from ._command import main

sys.exit(main())

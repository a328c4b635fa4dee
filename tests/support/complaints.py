# SPDX-License-Identifier: MIT
"""The face of a check: prints what is wrong, a line each, and ends with 1 if anything is."""

import os
import sys


def main(check, operand):
    """check: takes the one operand, yields what is wrong."""
    if len(sys.argv) != 2:
        sys.exit(f'usage: {os.path.basename(sys.argv[0])} {operand}')
    complaints = list(check(sys.argv[1]))
    for complaint in complaints:
        print(complaint)
    sys.exit(1 if complaints else 0)

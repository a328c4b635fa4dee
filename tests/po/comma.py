#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""comma.py PROGRAM [ARGS...]: runs PROGRAM where numbers have a decimal comma, in German, whatever the machine speaks.

The locale is made for this one run out of the definitions that the package locales brings.
"""

import os
import subprocess
import sys
import tempfile

LOCALE = 'de_DE.UTF-8'


def main():
    if len(sys.argv) < 2:
        sys.exit('usage: comma.py PROGRAM [ARGS...]')
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(['localedef', '-i', 'de_DE', '-f', 'UTF-8', os.path.join(folder, LOCALE)], check=True)
        environment = {**os.environ, 'LOCPATH': folder, 'LC_ALL': LOCALE}
        sys.exit(subprocess.run(sys.argv[1:], env=environment, check=False).returncode)


if __name__ == '__main__':
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Feeds count-results.py logs as Meson writes them and asks for the last line and the exit status."""

import json
import os
import subprocess
import sys
import tempfile

COUNT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support', 'count-results.py')


def program(result, stdout='', status=0):
    return {'name': 'weft:engine / example', 'result': result, 'stdout': stdout, 'returncode': status}


# Name, the programs of each log, the last line and the exit status.
CASES = [
    ('no log', [], '0 passed, 0 failed', 1),
    ('no test was run', [[]], '0 passed, 0 failed', 1),
    ('one plain program', [[program('OK')]], '1 passed, 0 failed', 0),
    ('TAP lines count each', [[program('OK', '1..2\n# a\nok 1 /a/b\nok 2 /a/c\n')]], '2 passed, 0 failed', 0),
    ('two logs', [[program('OK')], [program('OK', 'ok 1\nok 2\n')]], '3 passed, 0 failed', 0),
    ('a failed line', [[program('FAIL', 'ok 1 a\nnot ok 2 b\n', 1)]], '1 passed, 1 failed', 1),
    ('a failed program', [[program('OK'), program('FAIL', '', 1)]], '1 passed, 1 failed', 1),
    ('died after good lines', [[program('ERROR', 'ok 1 a\n', -11)]], '1 passed, 1 failed', 1),
    ('hung', [[program('OK'), program('TIMEOUT', '', -15)]], '1 passed, 1 failed', 1),
    ('skipped lines', [[program('OK', 'ok 1 a # SKIP no data\nok 2 b\n')]], '1 passed, 0 failed', 0),
    ('nothing but skips', [[program('SKIP', 'ok 1 a # SKIP no data\n')]], '0 passed, 0 failed', 1),
    ('a skipped program', [[program('SKIP', '', 77), program('OK')]], '1 passed, 0 failed', 0),
    ('a name that says ok', [[program('OK', 'ok 1 not ok\nokay\n')]], '1 passed, 0 failed', 0),
]


def count(logs):
    """The last line and the exit status for a list of logs, each a list of programs."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, str(number)) for number in range(len(logs))]
        for path, programs in zip(paths, logs):
            with open(path, 'w', encoding='utf-8') as file:
                file.writelines(json.dumps(entry) + '\n' for entry in programs)
        run = subprocess.run([sys.executable, COUNT, *paths], stdout=subprocess.PIPE, text=True, check=False)
        return run.stdout.splitlines()[-1], run.returncode


def main():
    print(f'1..{len(CASES)}')
    for number, (name, logs, line, status) in enumerate(CASES, 1):
        got = count(logs)
        print('ok' if got == (line, status) else 'not ok', number, '-', name)
        if got != (line, status):
            print(f'# expected {(line, status)}, got {got}')


if __name__ == '__main__':
    main()

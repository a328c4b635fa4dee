#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""count-results.py LOG...: adds up the testlog.json files Meson wrote, names what failed or was skipped, and
ends with the line "N passed, M failed". The exit status is 0 only if something passed and nothing failed.

A program that speaks TAP counts once per line it reported, any other once. A program that died, hung or left
with an error counts as a failure even if every line it reported was fine.
"""

import json
import re
import sys

TAP_LINE = re.compile(r'^(ok|not ok)\b([^#\n]*)(#\s*(?i:skip|todo))?', re.MULTILINE)


def count_program(test):
    """Names of what passed, failed and was skipped in one program of the log."""
    counts = {'passed': [], 'failed': [], 'skipped': []}
    for verdict, name, directive in TAP_LINE.findall(test.get('stdout', '')):
        outcome = 'skipped' if directive else 'passed' if verdict == 'ok' else 'failed'
        counts[outcome].append(f'{test["name"]} {name.strip()}')
    if test['result'] == 'SKIP' and not counts['skipped']:
        counts['skipped'].append(test['name'])
    elif test['result'] in ('OK', 'EXPECTEDFAIL') and not any(counts.values()):
        counts['passed'].append(test['name'])
    elif test['result'] not in ('OK', 'EXPECTEDFAIL', 'SKIP') and not counts['failed']:
        counts['failed'].append(f'{test["name"]} ({test["result"]}, exit status {test["returncode"]})')
    return counts


def main():
    totals = {'passed': [], 'failed': [], 'skipped': []}
    for log in sys.argv[1:]:
        with open(log, encoding='utf-8') as lines:
            for line in lines:
                for outcome, names in count_program(json.loads(line)).items():
                    totals[outcome] += names
    for outcome in ('skipped', 'failed'):
        for name in totals[outcome]:
            print(f'{outcome}: {name}')
    print(f'{len(totals["passed"])} passed, {len(totals["failed"])} failed')
    sys.exit(0 if totals['passed'] and not totals['failed'] else 1)


if __name__ == '__main__':
    main()

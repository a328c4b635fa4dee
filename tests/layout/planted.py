# SPDX-License-Identifier: MIT
"""Plants one violation at a time in a small house and asks a check to find it, nothing else. Speaks TAP."""

import os
import subprocess
import sys
import tempfile


def complaints_about(check, files):
    """Builds a house of files in an empty folder and returns the lines and the exit status of the check."""
    with tempfile.TemporaryDirectory() as root:
        for path, content in files.items():
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, 'w', encoding='utf-8') as file:
                file.write(content)
        command = [sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), check), root]
        run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        return run.stdout.splitlines(), run.returncode


def passes(lines, status, expected):
    """Whether there is exactly one complaint that begins as expected, or none if expected is None."""
    if expected is None:
        return lines == [] and status == 0
    return len(lines) == 1 and lines[0].startswith(expected) and status == 1


def test(check, house, cases):
    """Each case: its name, the file planted, its content, and how the one complaint about it begins."""
    print(f'1..{len(cases)}')
    for number, (name, path, content, expected) in enumerate(cases, 1):
        lines, status = complaints_about(check, {**house, path: content})
        print('ok' if passes(lines, status, expected) else 'not ok', number, '-', name)
        if not passes(lines, status, expected):
            print(f'# expected {expected!r}, got exit status {status} and {lines}')

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""check-checkpoints.py FOLDER: the bundled checkpoints are the files that were trained, and all are documented."""

import hashlib
import os
import sys

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import complaints  # noqa: E402


def read_text(folder, name):
    with open(os.path.join(folder, name), encoding='utf-8') as file:
        return file.read()


def sha256_of(path):
    with open(path, 'rb') as file:
        return hashlib.sha256(file.read()).hexdigest()


def check(folder):
    """All that is wrong, one line each."""
    names = sorted(name for name in os.listdir(folder) if name.endswith('.safetensors'))
    sums = dict(reversed(line.split()) for line in read_text(folder, 'SHA256SUMS').splitlines())
    readme = read_text(folder, 'README.md')
    if not names:
        yield 'there is no checkpoint'
    for name in sorted(set(names) ^ set(sums)):
        yield f'{name}: {"not in SHA256SUMS" if name in names else "in SHA256SUMS, but there is no file"}'
    for name in names:
        found = sha256_of(os.path.join(folder, name))
        if name in sums and found != sums[name]:
            yield f'{name}: SHA-256 is {found}, SHA256SUMS says {sums[name]}'
        if f'`{name}`' not in readme:
            yield f'{name}: README.md does not say what it is'
    default = read_text(folder, 'default')
    if default.rstrip('\n') + '.safetensors' not in names or default.count('\n') != 1:
        yield f'default: {default!r} is not one line with the name of a checkpoint'


if __name__ == '__main__':
    complaints.main(check, 'FOLDER')

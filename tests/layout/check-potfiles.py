#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""check-potfiles.py ROOT: po/POTFILES.in names every file with words to translate, only these, once, sorted."""

import os
import re
import sys

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import complaints  # noqa: E402

# What marks words to translate, by the ending of a file; those of data/ always hold some.
MARKS = {
    '.c': re.compile(r'(?<![A-Za-z0-9_])(N?C?_|g_dngettext|ngettext|g_dpgettext2|gettext)\s*\('),
    '.ui': re.compile(r'translatable\s*=\s*["\'](yes|true|1)'),
    '.desktop.in': re.compile(''),
    '.metainfo.xml.in': re.compile(''),
    '.gschema.xml': re.compile(''),
}
FOLDERS = ('engine', 'app', 'ui', 'data')


def has_words(path):
    """Whether a file holds words to translate."""
    for ending, mark in MARKS.items():
        if path.endswith(ending):
            with open(path, encoding='utf-8') as file:
                return mark.search(file.read()) is not None
    return False


def files_with_words(root):
    for top in FOLDERS:
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in names:
                path = os.path.join(folder, name)
                if has_words(path):
                    yield os.path.relpath(path, root)


def check(root):
    """All that is wrong with po/POTFILES.in, one line each."""
    with open(os.path.join(root, 'po', 'POTFILES.in'), encoding='utf-8') as file:
        listed = [line for line in file.read().splitlines() if line and not line.startswith('#')]
    wanted = set(files_with_words(root))
    for path in sorted(wanted - set(listed)):
        yield f'po/POTFILES.in: add {path}'
    for path in sorted(set(listed) - wanted):
        yield f'po/POTFILES.in: remove {path}, it has no words to translate'
    if listed != sorted(set(listed)):
        yield 'po/POTFILES.in: sort the lines, each once (LC_ALL=C sort -u)'


if __name__ == '__main__':
    complaints.main(check, 'ROOT')

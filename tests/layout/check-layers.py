#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""check-layers.py ROOT: the rules of the house that a compiler cannot see.

Includes point only downwards (engine <- app <- ui) and name the room they lead to; the lower rooms know no
toolkit; nothing unexpected lies at the top; every source says its licence. Prints one line per violation; the
exit status is 1 if there is any.
"""

import fnmatch
import os
import re
import sys

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import complaints  # noqa: E402

ROOMS = {'engine': 0, 'app': 1, 'ui': 2, 'tests': 3}

TOP = {'.ci', '.editorconfig', '.git', '.gitignore', 'LICENSE', 'README.md', 'app', 'data', 'engine',
       'meson.build', 'meson_options.txt', 'po', 'tests', 'ui'}

TOOLKIT = r'(gtk|gdk|gsk|pango)/|adwaita\.h|(gtk|gdk|gsk)\.h'
FORBIDDEN = {'engine': TOOLKIT + r'|gio/|gdk-pixbuf/|glib-object\.h|gobject/', 'app': TOOLKIT}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
LICENCE = 'SPDX-License-Identifier: MIT'
LICENSED = ('.c', '.h', '.py', '.sh', '.build', '.css', '.ui', '.xml', '.svg', '.in')


def ignored_patterns(root):
    """The names that .gitignore keeps out: build folders and caches."""
    with open(os.path.join(root, '.gitignore'), encoding='utf-8') as lines:
        return [line.strip().strip('/') for line in lines if line.strip() and not line.startswith('#')]


def is_ignored(name, patterns):
    return any(fnmatch.fnmatch(name, pattern) for pattern in patterns)


def walk(root, patterns):
    """Every file of the project, as a path relative to root."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name != '.git' and not is_ignored(name, patterns))
        for name in sorted(files):
            if not is_ignored(name, patterns):
                yield os.path.relpath(os.path.join(folder, name), root)


def check_top(root, patterns):
    for name in sorted(os.listdir(root)):
        if name not in TOP and not is_ignored(name, patterns):
            yield f'{name}: not one of the names allowed at the top ({", ".join(sorted(TOP))})'


def room_of(path):
    room = path.split(os.sep)[0]
    return room if room in ROOMS else None


def check_include(root, path, quote, target):
    """Says what is wrong with one include of a file, or None."""
    room = room_of(path)
    if quote == '<':
        if re.match(FORBIDDEN.get(room, r'(?!)'), target):
            return f'{room} must not know <{target}>'
        return f'write "{target}", not <{target}>' if target.split('/')[0] in ROOMS else None
    beside = os.path.normpath(os.path.join(os.path.dirname(path), target))
    is_beside = os.path.exists(os.path.join(root, beside))
    lower = room_of(beside if is_beside else target)
    if is_beside and lower != room:
        return f'spell the room: "{beside}", not "{target}"'
    if lower is not None and ROOMS[lower] > ROOMS[room]:
        return f'{room} must not include "{target}": includes point downwards, engine <- app <- ui'
    return None


def check_source(root, path):
    """The include rules for one .c or .h file."""
    with open(os.path.join(root, path), encoding='utf-8') as lines:
        for number, line in enumerate(lines, 1):
            include = INCLUDE.match(line)
            complaint = include and check_include(root, path, *include.groups())
            if complaint:
                yield f'{path}:{number}: {complaint}'


def check_licence(root, path):
    """The licence stands on the first line, or on the second after #! or <?xml."""
    with open(os.path.join(root, path), 'rb') as file:
        lines = file.read(400).split(b'\n')
    is_script = lines[0].startswith(b'#!')
    if not is_script and not path.endswith(LICENSED) and os.path.basename(path) != 'meson_options.txt':
        return
    line = lines[1] if (is_script or lines[0].startswith(b'<?xml')) and len(lines) > 1 else lines[0]
    if LICENCE.encode() not in line:
        yield f'{path}:1: the licence line "{LICENCE}" is missing at the beginning'


def check(root):
    """All violations below root, in order."""
    patterns = ignored_patterns(root)
    yield from check_top(root, patterns)
    for path in walk(root, patterns):
        yield from check_licence(root, path)
        if room_of(path) and path.endswith(('.c', '.h')):
            yield from check_source(root, path)


if __name__ == '__main__':
    complaints.main(check, 'ROOT')

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Plants one violation at a time in a small house and asks check-layers.py to find it, and nothing else."""

import os
import subprocess
import sys
import tempfile

CHECK = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'check-layers.py')
C = '/* SPDX-License-Identifier: MIT */\n'

HOUSE = {
    '.gitignore': '/build/\n',
    'LICENSE': 'MIT License\n',
    'build/generated.c': '#include "ui/window.h"\n',
    'engine/model.h': C + '#pragma once\n#include <glib.h>\n',
    'engine/model.c': C + '#include "model.h"\n#include "format/bytes.h"\n#include <stdint.h>\n',
    'engine/format/bytes.h': C + '#pragma once\n',
    'engine/format/bytes.c': C + '#include "bytes.h"\n#include "engine/model.h"\n',
    'app/job.c': C + '#include "job.h"\n#include "engine/model.h"\n#include <gio/gio.h>\n',
    'app/job.h': C + '#pragma once\n',
    'app/run.sh': '#!/bin/sh\n# SPDX-License-Identifier: MIT\n',
    'ui/window.h': C + '#pragma once\n#include "app/job.h"\n#include <gtk/gtk.h>\n',
    'ui/window.ui': '<?xml version="1.0" encoding="UTF-8"?>\n<!-- SPDX-License-Identifier: MIT -->\n',
    'tests/ui/test-window.c': C + '#include "ui/window.h"\n#include "engine/model.h"\n',
}

# What is planted: its name, the file and its content; and how the one complaint about it begins.
VIOLATIONS = [
    ('engine includes app', 'engine/a.c', C + '#include "app/job.h"\n', 'engine/a.c:2: engine must not'),
    ('engine includes ui', 'engine/b/a.h', C + '#include "ui/window.h"\n', 'engine/b/a.h:2: engine must not'),
    ('app includes ui', 'app/a.c', C + '# include "ui/window.h"\n', 'app/a.c:2: app must not'),
    ('ui includes tests', 'ui/a.c', C + '#include "tests/support/x.h"\n', 'ui/a.c:2: ui must not'),
    ('a path out of the room', 'app/a.c', C + '#include "../engine/model.h"\n', 'app/a.c:2: spell the room'),
    ('a room in angle brackets', 'app/a.c', C + '#include <engine/model.h>\n', 'app/a.c:2: write "engine/'),
    ('engine knows gio', 'engine/a.c', C + '#include <gio/gio.h>\n', 'engine/a.c:2: engine must not'),
    ('engine knows objects', 'engine/a.h', C + '#include <glib-object.h>\n', 'engine/a.h:2: engine must not'),
    ('app knows gtk', 'app/cli/a.c', C + '#include <gtk/gtk.h>\n', 'app/cli/a.c:2: app must not'),
    ('app knows adwaita', 'app/a.c', C + '#include <adwaita.h>\n', 'app/a.c:2: app must not'),
    ('a stray file at the top', 'NOTES.txt', 'x\n', 'NOTES.txt: not one of the names'),
    ('a stray folder at the top', 'src/a.c', C, 'src: not one of the names'),
    ('C without licence', 'engine/a.c', '#include <glib.h>\n', 'engine/a.c:1: the licence'),
    ('script without licence', 'tests/a', '#!/bin/sh\nset -e\n', 'tests/a:1: the licence'),
    ('interface without licence', 'ui/a.ui', '<?xml version="1.0"?>\n<interface/>\n', 'ui/a.ui:1: the'),
    ('licence too late', 'app/a.c', '\n' + C, 'app/a.c:1: the licence'),
]


def complaints_about(files):
    """Builds a house of files in an empty folder and returns the lines and the exit status of the check."""
    with tempfile.TemporaryDirectory() as root:
        for path, content in files.items():
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, 'w', encoding='utf-8') as file:
                file.write(content)
        run = subprocess.run([sys.executable, CHECK, root], stdout=subprocess.PIPE, text=True, check=False)
        return run.stdout.splitlines(), run.returncode


def passes(lines, status, expected):
    if expected is None:
        return lines == [] and status == 0
    return len(lines) == 1 and lines[0].startswith(expected) and status == 1


def main():
    cases = [('a tidy house', {}, None)]
    cases += [(name, {path: content}, expected) for name, path, content, expected in VIOLATIONS]
    print(f'1..{len(cases)}')
    for number, (name, planted, expected) in enumerate(cases, 1):
        lines, status = complaints_about({**HOUSE, **planted})
        print('ok' if passes(lines, status, expected) else 'not ok', number, '-', name)
        if not passes(lines, status, expected):
            print(f'# expected {expected!r}, got exit status {status} and {lines}')


if __name__ == '__main__':
    main()

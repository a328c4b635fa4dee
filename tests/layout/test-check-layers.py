#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Breaks one rule of the house at a time and asks check-layers.py to notice."""

import planted

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

# Name, the file that changes, its content, and how the one complaint begins; None: no complaint.
CASES = [
    ('a tidy house', 'app/job.h', C + '#pragma once\n', None),
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

planted.test('check-layers.py', HOUSE, CASES)

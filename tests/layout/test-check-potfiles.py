#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Leaves a file out of POTFILES.in, and other slips, and asks check-potfiles.py to notice each."""

import planted

HOUSE = {
    'po/POTFILES.in': '# sorted\napp/job.c\ndata/weft.desktop.in\nui/window.ui\n',
    'app/job.c': 'g_print (_("Painting"));\n',
    'app/plain.c': 'my_gettext (x); a_ (b);\n',
    'data/weft.desktop.in': 'Name=Weft\n',
    'ui/window.ui': '<property name="label" translatable="yes">Paint</property>\n',
    'ui/bare.ui': '<property name="label">1</property>\n',
}

LIST = 'app/job.c\ndata/weft.desktop.in\nui/window.ui\n'

# Name, the file that changes, its content, and how the one complaint begins; None: no complaint.
CASES = [
    ('a tidy list', 'app/plain.c', '', None),
    ('new words in C', 'app/new.c', 'x = _("a");\n', 'po/POTFILES.in: add app/new.c'),
    ('a plural', 'app/new.c', 'x = ngettext ("a", "b", n);\n', 'po/POTFILES.in: add app/new.c'),
    ('marked for later', 'app/new.c', 'x = N_("a");\n', 'po/POTFILES.in: add app/new.c'),
    ('with a context', 'ui/new.c', 'x = C_("a", "b");\n', 'po/POTFILES.in: add ui/new.c'),
    ('new words in an interface', 'ui/new.ui', 'translatable="yes"\n', 'po/POTFILES.in: add ui/new.ui'),
    ('words that went', 'app/job.c', '\n', 'po/POTFILES.in: remove app/job.c'),
    ('a file that is gone', 'po/POTFILES.in', LIST + 'ui/x.c\n', 'po/POTFILES.in: remove ui/x.c'),
    ('a wrong order', 'po/POTFILES.in', 'ui/window.ui\n' + LIST[:-13], 'po/POTFILES.in: sort'),
    ('a line twice', 'po/POTFILES.in', LIST + 'ui/window.ui\n', 'po/POTFILES.in: sort'),
]

planted.test('check-potfiles.py', HOUSE, CASES)

# SPDX-License-Identifier: MIT
"""The words to translate, gathered anew with gettext's own tools: no template is kept that could be out of date."""

import os
import subprocess

# What meson's preset "glib" passes, which the weft-pot target uses.
KEYWORDS = ['_', 'N_', 'C_:1c,2', 'NC_:1c,2', 'g_dcgettext:2', 'g_dngettext:2,3', 'g_dpgettext2:2c,3']
FLAGS = ['N_:1:pass-c-format', 'C_:2:pass-c-format', 'NC_:2:pass-c-format', 'g_dngettext:2:pass-c-format',
         'g_strdup_printf:1:c-format', 'g_string_printf:2:c-format', 'g_string_append_printf:2:c-format',
         'g_error_new:3:c-format', 'g_set_error:4:c-format', 'g_markup_printf_escaped:1:c-format',
         'g_log:3:c-format', 'g_print:1:c-format', 'g_printerr:1:c-format', 'g_printf:1:c-format',
         'g_fprintf:2:c-format', 'g_sprintf:2:c-format', 'g_snprintf:3:c-format']


def run(*command):
    """Runs one of gettext's tools, found beside the build's; its complaints are shown."""
    environment = {**os.environ, 'PATH': '/usr/bin:' + os.environ['PATH'], 'LC_ALL': 'C.UTF-8'}
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False)


def make(root, path):
    """Writes the template of all that po/POTFILES.in names under root to path."""
    options = [f'--keyword={keyword}' for keyword in KEYWORDS] + [f'--flag={flag}' for flag in FLAGS]
    result = run('xgettext', '--from-code=UTF-8', '--package-name=weft', '--add-comments=Translators', *options,
                 f'--directory={root}', f'--files-from={os.path.join(root, "po", "POTFILES.in")}', f'--output={path}')
    if result.returncode != 0:
        raise SystemExit(f'xgettext: {result.stdout}')

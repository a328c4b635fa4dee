#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""check-catalogues.py ROOT: every language of po/LINGUAS has every word, once decided upon, with its plural forms.

The words are gathered anew from the sources; a catalogue is merged with them as a release would be.
"""

import os
import re
import sys
import tempfile

import template

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
import complaints  # noqa: E402

# The forms that CLDR has for whole numbers, as gettext writes them.
PLURALS = {
    'de': 'nplurals=2; plural=(n != 1);',
    'el': 'nplurals=2; plural=(n != 1);',
    'fr': 'nplurals=2; plural=(n > 1);',
    'hi': 'nplurals=2; plural=(n > 1);',
    'zh_CN': 'nplurals=1; plural=0;',
}


def get_languages(root):
    with open(os.path.join(root, 'po', 'LINGUAS'), encoding='utf-8') as file:
        return [line for line in file.read().splitlines() if line and not line.startswith('#')]


def select(path, choice):
    """The entries of a catalogue that are untranslated, or fuzzy."""
    text = template.run('msgattrib', '--no-wrap', '--no-obsolete', choice, path).stdout
    return [entry for entry in text.split('\n\n') if re.search('^msgid "(?!"\nmsgstr "Project)', entry, re.MULTILINE)
            and 'Project-Id-Version' not in entry]


def show(entry):
    return next((line for line in entry.splitlines() if line.startswith('msgid ')), entry)


def check_language(root, language, fresh, folder):
    """All that is wrong with one catalogue, one line each."""
    path, merged = os.path.join(root, 'po', language + '.po'), os.path.join(folder, language + '.po')
    if not os.path.exists(path):
        yield f'po/{language}.po: it is not there'
        return
    with open(path, encoding='utf-8') as file:
        header = file.read().split('\n\n', 1)[0]
    if f'"Language: {language}\\n"' not in header:
        yield f'po/{language}.po: the header has another language'
    if PLURALS.get(language, 'none is known to the check') not in header:
        yield f'po/{language}.po: the plural forms are not {PLURALS.get(language)}'
    judged = template.run('msgfmt', '--check', '--check-accelerators=_', '--output-file=/dev/null', path)
    if judged.returncode != 0 or 'warning:' in judged.stdout:
        yield f'po/{language}.po: msgfmt says: {judged.stdout.strip()}'
    template.run('msgmerge', '--quiet', '--no-fuzzy-matching', f'--output-file={merged}', path, fresh)
    for choice in ('untranslated', 'only-fuzzy'):
        for entry in select(merged, '--' + choice):
            yield f'po/{language}.po: {choice.replace("only-", "")}: {show(entry)}'


def check(root):
    languages = get_languages(root)
    if languages != sorted(set(languages)):
        yield 'po/LINGUAS: sort the lines, each once'
    for name in sorted(os.listdir(os.path.join(root, 'po'))):
        if name.endswith('.po') and name[:-3] not in languages:
            yield f'po/LINGUAS: add {name[:-3]}'
    with tempfile.TemporaryDirectory() as folder:
        fresh = os.path.join(folder, 'weft.pot')
        template.make(root, fresh)
        for language in languages:
            yield from check_language(root, language, fresh, folder)


if __name__ == '__main__':
    complaints.main(check, 'ROOT')

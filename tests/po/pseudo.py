#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""pseudo.py ROOT PROGRAM [ARGS...]: runs PROGRAM with words in a language that nobody speaks, which shows what was not
marked for translation. The catalogue is below $WEFT_TEST_LOCALEDIR.

Every letter gets a mark, so that a plain one can only come from words without a translation; brackets show where a
sentence was put together from pieces or cut off; two fifths are added to the length, as German does at its worst.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

import template

PLAIN = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
MARKED = 'ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļṁñöþǫŕšţûṽŵẋýž'
LETTERS = str.maketrans(PLAIN, MARKED)
FORMAT = r"%(?:\d+\$)?[-+ #0']*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?:hh|h|ll|l|z|j|t)?[diouxXeEfFgGcs]|%%"
MARKUP = r'<[^<>]+>|&[a-z#0-9]+;'
FILL = 'ļöŕéṁ îþšûṁ ðöļöŕ '


def translate(text, is_format):
    """The sentence in the language; a > in front, which says how a column is set, and blanks behind stay where they are."""
    kept = re.compile(f'({MARKUP}|{FORMAT})' if is_format else f'({MARKUP})')
    prefix, body, suffix = re.fullmatch(r'(>?)(.*?)(\s*)', text, re.DOTALL).groups()
    words = ''.join(part if i % 2 else part.translate(LETTERS) for i, part in enumerate(kept.split(body)))
    n_more = (2 * len(words) + 4) // 5
    return f'{prefix}⟦{words} {(FILL * (n_more // len(FILL) + 1))[:n_more].strip()}⟧{suffix}'


def translate_catalogue(lines):
    """The lines of a catalogue in which every translation is the original yet (msgen --no-wrap)."""
    entry, is_format = [], False
    for line in lines + ['\n']:
        if entry and not line.startswith('"'):
            keyword = entry[0].split(' ', 1)[0]
            text = ''.join(json.loads(part[part.index('"'):]) for part in entry)
            yield f'{keyword} {json.dumps(translate(text, is_format), ensure_ascii=False)}\n'
            entry = []
        if line.startswith('#,'):
            is_format = ' c-format' in line
        if line == '\n':
            is_format = False
        if entry or line.startswith('msgstr'):
            entry.append(line)
        else:
            yield line


def make_catalogue(root, path):
    """Writes the compiled catalogue of all the words under root to path."""
    with tempfile.TemporaryDirectory() as folder:
        fresh, plain, pseudo = [os.path.join(folder, name) for name in ('weft.pot', 'plain.po', 'pseudo.po')]
        template.make(root, fresh)
        template.run('msgen', '--no-wrap', f'--output-file={plain}', fresh)
        with open(plain, encoding='utf-8') as file:
            header, entries = file.read().split('\n\n', 1)
        header = header.replace('nplurals=INTEGER; plural=EXPRESSION;', 'nplurals=2; plural=(n != 1);')
        with open(pseudo, 'w', encoding='utf-8') as file:
            file.write(header + '\n\n')
            file.writelines(translate_catalogue(entries.splitlines(keepends=True)))
        packed = template.run('msgfmt', '--check-format', f'--output-file={path}', pseudo)
    if packed.returncode != 0:
        sys.exit(packed.stdout)


def main():
    if len(sys.argv) < 3:
        sys.exit('usage: pseudo.py ROOT PROGRAM [ARGS...]')
    with tempfile.TemporaryDirectory() as folder:
        words = os.path.join(folder, 'pseudo', 'LC_MESSAGES')
        os.makedirs(words)
        make_catalogue(sys.argv[1], os.path.join(words, 'weft.mo'))
        environment = {**os.environ, 'LANGUAGE': 'pseudo', 'WEFT_TEST_LOCALEDIR': folder}
        sys.exit(subprocess.run(sys.argv[2:], env=environment, check=False).returncode)


if __name__ == '__main__':
    main()

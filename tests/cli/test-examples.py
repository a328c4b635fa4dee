#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whoever has just cloned Weft types the examples of a command's help one after the other, and each works."""

import os
import signal
import subprocess

import support

# What takes hours, or measures, is not waited for: it has begun well if it can be interrupted.
LONG = {'bench': 5, 'train': 5}
LIMIT = 120  # seconds for all others


class Examples(support.TestCase):
    def setUp(self):
        super().setUp()
        programs = self.path('programs')
        os.mkdir(programs)
        os.symlink(support.WEFT, os.path.join(programs, 'weft'))
        os.symlink(os.path.join(os.path.dirname(support.DATA), os.pardir, 'data'), self.path('data'))
        self.programs = programs

    def run_line(self, line, limit):
        """In a shell, whose place the program takes."""
        variables = self.environment()
        variables['PATH'] = self.programs + os.pathsep + variables['PATH']
        shell = subprocess.Popen(
            ['sh', '-c', line if '>' in line else 'exec ' + line],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=variables,
        )
        try:
            said = shell.communicate(timeout=limit)[1]
        except subprocess.TimeoutExpired:
            shell.send_signal(signal.SIGINT)
            said = shell.communicate(timeout=LIMIT)[1]
            self.assertIn(limit, LONG.values(), (line, 'takes too long'))
            self.assertEqual(shell.returncode, 130, (line, said))
        else:
            self.assertEqual(shell.returncode, 0, (line, said))

    def run_examples(self, command):
        text = self.weft(command, '-h').stdout.decode()
        lines = [line.strip() for line in text.partition('\nExamples:\n')[2].splitlines()]
        own = [line for line in lines if line.split()[:2] == ['weft', command]]
        self.assertGreaterEqual(len(own), 2, command)
        for line in lines:
            is_long = line in own and command in LONG
            self.run_line(line, LONG[command] if is_long else LIMIT)


    def test_import(self):
        """Reads what the authors' library has saved, of which there is none here; but nothing is wrong with the words."""
        for line in self.weft('import', '-h').stdout.decode().partition('\nExamples:\n')[2].splitlines():
            self.weft(*line.split()[1:], '-h')


def add(command):
    setattr(Examples, 'test_' + command, lambda self: self.run_examples(command))


for name in ('bench', 'check', 'forward', 'frames', 'info', 'replay', 'sample', 'score', 'sheet', 'train'):
    add(name)

if __name__ == '__main__':
    support.main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The program as a whole: what it is linked with, its help, its man page and completion, and the
benchmark's honesty."""

import csv
import json
import os
import re
import subprocess

import support

COMMANDS = ['sample', 'frames', 'sheet', 'models', 'info', 'score', 'replay', 'import', 'train', 'forward', 'check', 'bench']


class Program(support.TestCase):
    def test_no_toolkit(self):
        linked = subprocess.run(['ldd', support.WEFT], stdout=subprocess.PIPE, check=True).stdout.decode()
        self.assertIn('libglib', linked)
        for name in ('gtk', 'gdk-3', 'adwaita', 'X11', 'wayland', 'cairo'):
            self.assertNotIn(name, linked)

    def test_version(self):
        text = self.weft('--version').stdout.decode()
        self.assertTrue(text.startswith('weft 0.'), text)
        for name in ('GLib', 'Jansson', 'libpng', 'libjpeg', 'libzip', 'zlib', 'giflib', 'libwebp', 'OpenBLAS', 'kernels'):
            self.assertRegex(text, f'(?m)^{name} +[^ ]')
        self.assertEqual(self.weft('sample', '--version').stdout.decode(), text)

    def test_help(self):
        overview = self.weft('-h').stdout.decode()
        for name in COMMANDS:
            self.assertRegex(overview, f'(?m)^  {name} ')
            text = self.weft(name, '-h').stdout.decode()
            self.assertTrue(text.startswith(f'usage: weft {name} '), text)
            self.assertIn('--help', text)
            examples = text.split('\nExamples:')[0]
            self.assertLessEqual(max(map(len, examples.splitlines())), 80)

    def describe(self, what):
        return subprocess.run(
            [os.environ['WEFT_DESCRIBE'], what], stdout=subprocess.PIPE, check=True
        ).stdout.decode()

    def test_man_page(self):
        page = self.describe('man')
        for name in COMMANDS:
            self.assertIn(f'.SS weft {name} ', page)
            for option in re.findall(
                r'--([a-z][a-z-]+)', self.weft(name, '-h').stdout.decode().split('Options:')[1]
            ):
                self.assertIn('\\-\\-' + option.replace('-', '\\-'), page)
        self.assertNotRegex(page, r"(?m)^'")

    def test_completion(self):
        script = self.describe('completion')
        self.write('weft', script.encode())
        subprocess.run(['bash', '-n', 'weft'], cwd=self.folder, check=True)
        for words, wanted in [
            (['weft', 'sa'], ['sample']),
            (['weft', 'sample', '--precision', 'b'], ['bf16']),
            (['weft', 'sample', '--temp'], ['--temperature']),
            (['weft', 'score', '--li'], ['--limit']),
        ]:
            line = ' '.join(words)
            ask = (
                f'source ./weft; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _weft; '
                'printf "%s\\n" "${COMPREPLY[@]}"'
            )
            run = subprocess.run(['bash', '-c', ask], cwd=self.folder, stdout=subprocess.PIPE, check=True)
            self.assertEqual(run.stdout.decode().split(), wanted)


class Bench(support.TestCase):
    SHAPE = ['--shape', '2,2,8,12,30', '--random-weights', '-j1']
    FORMS = 'linear,softmax-cached,softmax-recomputed'

    def bench(self, *arguments):
        return self.weft('bench', *self.SHAPE, *arguments).stdout.decode()

    def test_json(self):
        result = json.loads(
            self.bench('-o', 'json', '--attention', self.FORMS, '--batch', '1,3', '--steps', '10,30')
        )
        self.assertEqual(len(result['arms']), 12)
        for arm in result['arms']:
            self.assertEqual(len(arm['values_per_second']), 5)
            self.assertTrue(arm['is_measurement'])
            self.assertTrue(arm['p5'] <= arm['median'] <= arm['p95'])
            self.assertEqual(arm['sampled'], arm['attention'] == 'softmax-recomputed' and arm['steps'] > 12)
            self.assertEqual((arm['precision'], arm['threads']), ('f32', 1))
            memory = {'linear': 4 * 2 * 2 * 20, 'softmax-cached': 8 * 2 * 8 * arm['steps']}
            self.assertEqual(arm['bytes_per_image'], memory.get(arm['attention'], arm['steps']))
        for key in ('processor', 'kernels', 'version'):
            self.assertTrue(result[key])
        compared = sorted(ratio['compared'] for ratio in result['ratios'])
        forms = ['linear / softmax-cached', 'linear / softmax-recomputed']
        self.assertEqual(compared, 6 * ['batch 3 / batch 1'] + 4 * forms[:1] + 4 * forms[1:])
        for ratio in result['ratios']:
            self.assertTrue(ratio['low'] <= ratio['ratio'] <= ratio['high'], ratio)

    def test_four_repetitions_are_no_measurement(self):
        result = json.loads(self.bench('-o', 'json', '-r4'))
        for arm in result['arms']:
            self.assertFalse(arm['is_measurement'])
            self.assertIn('no measurement', arm['note'])
        self.assertEqual(result['ratios'], [])
        self.assertIn('no ratio', self.bench('-r4'))
        self.assertNotIn('no ratio', self.bench('-r5'))

    def test_budget(self):
        result = json.loads(self.bench('-o', 'json', '--budget', '0.001', '-r', '10000'))
        self.assertTrue(all(arm['stopped_at_budget'] for arm in result['arms']))

    def test_tables(self):
        text = self.bench('-o', 'csv')
        rows = list(csv.reader(line for line in text.splitlines() if not line.startswith('#')))
        self.assertEqual({len(row) for row in rows}, {14})
        self.assertEqual(len(rows), 3)
        for table in self.bench('--limits').strip().split('\n\n')[1:]:
            self.assertEqual(len({line.count('|') for line in table.splitlines()}), 1)

    def test_limits(self):
        result = json.loads(self.bench('-o', 'json', '--limits', '--precision', 'f32,int8', '-r', '1'))
        for arm in result['arms']:
            self.assertIn(arm['limited_by'], ('reading', 'multiplying'))
            self.assertGreater(arm['read_bytes_per_second'][0], 0)
            self.assertGreater(arm['multiply_adds_per_second'][0], 0)
            self.assertAlmostEqual(arm['fraction_of_limit'] * arm['limit_values_per_second'][0]
                                   / arm['values_per_second'][0], 1)

    def test_positions(self):
        shape = ['--shape', '1,2,8,12,1100', '--random-weights', '-j1', '--attention', 'linear,softmax-cached']
        result = json.loads(self.weft('bench', *shape, '-o', 'json', '--at', '10,1000').stdout)
        memory = {(arm['attention'], arm['at_step']): arm['bytes_per_image'] for arm in result['arms']}
        self.assertEqual(memory[('linear', 10)], memory[('linear', 1000)])
        self.assertEqual(memory[('softmax-cached', 1000)], 8 * 8 * 1001)
        compared = [ratio['compared'] for ratio in result['ratios']]
        self.assertEqual(compared.count('step 1000 / step 10, time of a step'), 2)

    def test_model(self):
        self.write('tiny.safetensors', support.tiny_checkpoint())
        self.assertIn('tiny', self.weft('bench', '-m', 'tiny.safetensors', '-r1').stdout.decode())


if __name__ == '__main__':
    support.main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""weft forward and weft check: both forms give the authors' numbers, and each other's."""

import array
import os
import unittest

import support

FORMS = ('recurrent', 'parallel')
KINDS = [
    ('linear', 'gray8', 'categorical'),
    ('softmax', 'gray8', 'categorical'),
    ('linear', 'indexed8', 'categorical'),
    ('softmax', 'rgb8', 'mixture-of-logistics'),
]

# Largest |y - y_f64| of an engine in single precision, from the vectors' own READMEs.
OWN = {'linear-indexed': 4e-6, 'softmax-rgb': 4e-6}
GOLDEN = {'linear-small': 4e-6, 'softmax-small': 4e-6, 'linear-odd': 4e-6, 'linear-stress': 2e-6}


def difference(a, b):
    assert len(a) == len(b) > 0, (len(a), len(b))
    return max(abs(x - y) for x, y in zip(a, b))


class Forward(support.TestCase):
    def run_form(self, model, values, form, *arguments):
        self.weft(
            'forward',
            '-m',
            model,
            '--bytes',
            values,
            '-o',
            form,
            '--overwrite',
            '--attention-form',
            form,
            *arguments,
        )
        return support.unpack_container(self.read(form))

    def test_forms_agree(self):
        for attention, mode, output in KINDS:
            for steps in (1, 2, 17, 19):
                with self.subTest((attention, mode, output, steps)):
                    self.write('tiny.safetensors', support.tiny_checkpoint(attention, mode, output))
                    self.write('values', bytes((5 * i + 3) % 7 for i in range(steps)))
                    both = [self.run_form('tiny.safetensors', 'values', form) for form in FORMS]
                    outputs = {'categorical': 7 if mode == 'indexed8' else 256}.get(output, 12)
                    self.assertEqual(both[0]['y'][0], [steps, outputs])
                    self.assertEqual(set(both[0]), {'y', 's', 'z'} if attention == 'linear' else {'y'})
                    for name in both[0]:
                        self.assertEqual(both[0][name][0], both[1][name][0])
                        scale = max(1, max(map(abs, both[0][name][1])))
                        self.assertLess(difference(both[0][name][1], both[1][name][1]), 4e-6 * scale)
                    if attention == 'linear':
                        self.assertEqual((both[0]['s'][0], both[0]['z'][0]), ([2, 2, 4, 4], [2, 2, 4]))

    def test_a_prefix_is_a_beginning(self):
        """Row i depends on values 0 .. i only, whatever the threads."""
        self.write('tiny.safetensors', support.tiny_checkpoint())
        self.write('long', bytes(range(19)))
        self.write('short', bytes(range(8)))
        long, short = (
            self.run_form('tiny.safetensors', name, 'recurrent')['y'][1] for name in ('long', 'short')
        )
        self.assertEqual(long[: len(short)], short)
        self.assertEqual(self.run_form('tiny.safetensors', 'long', 'recurrent', '-j3')['y'][1], long)

    def test_containers_and_raw_bytes(self):
        self.write('tiny.safetensors', support.tiny_checkpoint())
        content = bytes(range(19))
        floats = array.array('f', [1.0]).tobytes()
        container = support.pack_container(
            {'other': ('F32', (1,), floats), 'x': ('U8', (19,), content)}, None
        )
        for name, file in [('raw', content), ('x.safetensors', container), ('no_ending', container)]:
            self.write(name, file)
        results = [
            self.run_form('tiny.safetensors', name, 'recurrent')['y']
            for name in ('raw', 'x.safetensors', 'no_ending')
        ]
        self.assertEqual(results[0], results[1])
        self.assertEqual(results[0], results[2])

    def test_refused(self):
        self.write('tiny.safetensors', support.tiny_checkpoint())
        self.write('indexed.safetensors', support.tiny_checkpoint(mode='indexed8'))
        self.write('out', b'')
        container = support.pack_container
        cases = [
            ('tiny', 'raw', b'', '1 to 19'),
            ('tiny', 'raw', bytes(20), '1 to 19'),
            ('indexed', 'raw', b'\0\1\7', 'value 2 is 7'),
            ('tiny', 'x.safetensors', b'raw bytes', 'x.safetensors'),
            ('tiny', 'x.safetensors', container({'y': ('U8', (3,), bytes(3))}, None), "no tensor 'x'"),
            ('tiny', 'x.safetensors', container({'x': ('I8', (3,), bytes(3))}, None), "no tensor 'x'"),
            ('tiny', 'x.safetensors', container({'x': ('U8', (1, 3), bytes(3))}, None), "no tensor 'x'"),
            ('tiny', 'x.safetensors', container({'x': ('U8', (0,), b'')}, None), '1 to 19'),
        ]
        for model, name, content, fragment in cases:
            with self.subTest((name, fragment)):
                self.write(name, content)
                self.refused(3, fragment, 'forward', '-m', f'{model}.safetensors', '--bytes', name, '-o', 'y')
        self.refused(3, 'missing', 'forward', '-m', 'tiny.safetensors', '--bytes', 'missing', '-o', 'y')

    def test_not_finite(self):
        """Weights that overflow stop with layer and step, never hang."""
        huge = array.array('f', [3e38] * 64).tobytes()
        content = bytearray(support.tiny_checkpoint())
        length = int.from_bytes(content[:8], 'little')
        header = support.json.loads(content[8 : 8 + length])
        begin = header['transformer.layers.0.linear1.weight']['data_offsets'][0] + 8 + length
        content[begin : begin + len(huge)] = huge
        self.write('huge.safetensors', bytes(content))
        self.write('values', bytes(19))
        for form in FORMS:
            line = self.refused(
                7,
                'layer',
                'forward',
                '-m',
                'huge.safetensors',
                '--bytes',
                'values',
                '-o',
                'y',
                '--attention-form',
                form,
            )
            self.assertIn('step', line)
        self.refused(7, 'layer', 'sample', '-m', 'huge.safetensors', '-o', 'a.png')

    def compare_with_vectors(self, parent, tolerances):
        for name, tolerance in tolerances.items():
            folder = os.path.join(parent, name)
            with open(os.path.join(folder, 'io.safetensors'), 'rb') as file:
                wanted = support.unpack_container(file.read())
            for form in FORMS:
                with self.subTest((name, form)):
                    found = self.run_form(folder + '/weights.safetensors', folder + '/io.safetensors', form)
                    self.assertLess(difference(found['y'][1], wanted['y_f64'][1]), tolerance)
                    if 's0' in wanted:
                        for mine, theirs in (('s', 's0'), ('z', 'z0')):
                            first = found[mine][1][: len(wanted[theirs][1])]
                            scale = max(1, max(map(abs, wanted[theirs][1])))
                            self.assertLess(difference(first, wanted[theirs][1]), 4e-6 * scale)

    def test_own_vectors(self):
        self.compare_with_vectors(support.DATA, OWN)

    @unittest.skipUnless(
        os.path.isdir(support.GOLDEN), 'the golden vectors of the authors\' library are not here'
    )
    def test_golden(self):
        self.compare_with_vectors(support.GOLDEN, GOLDEN)


class Check(support.TestCase):
    def test_agrees(self):
        for attention, mode, output in KINDS:
            self.write('tiny.safetensors', support.tiny_checkpoint(attention, mode, output))
            output = self.weft('check', '-m', 'tiny.safetensors').stdout.decode()
            self.assertIn('recurrent and parallel', output)
            self.assertNotIn('DIFFERS', output)
        self.assertIn('agrees', self.weft('check', '-m', 'tiny.safetensors', '--steps', '3').stdout.decode())

    def test_bundled(self):
        """The bundled checkpoint is kept as int8, at which the two forms round differently: they are compared at f32."""
        for options, precision in (([], 'f32'), (['--precision', 'bf16'], 'bf16'), (['--precision', 'int8'], 'f32')):
            output = self.weft('check', '--steps', '40', *options).stdout.decode()
            self.assertIn(f'recurrent and parallel, {precision}', output)
            self.assertNotIn('DIFFERS', output)


class Import(support.TestCase):
    FACTS = ['--heads', '4', '--width', '7', '--height', '7', '--mode', 'gray8']

    @unittest.skipUnless(
        os.path.isdir(support.GOLDEN), 'the golden vectors of the authors\' library are not here'
    )
    def test_golden(self):
        for name in ('linear-small', 'softmax-small'):
            for file in ('weights.3000.pth', 'weights.3000.legacy.pth'):
                path = os.path.join(support.GOLDEN, name, file)
                attention = name.split('-', maxsplit=1)[0]
                self.weft(
                    'import',
                    path,
                    '-o',
                    'in.safetensors',
                    '--overwrite',
                    '--attention',
                    attention,
                    *self.FACTS,
                )
                with open(os.path.join(support.GOLDEN, name, 'weights.safetensors'), 'rb') as original:
                    self.assertEqual(
                        support.unpack_container(self.read('in.safetensors')),
                        support.unpack_container(original.read()),
                    )
                self.refused(2, '--attention', 'import', path, '-o', 'b', *self.FACTS)
                self.refused(
                    3,
                    '',
                    'import',
                    path,
                    '-o',
                    'b',
                    '--attention',
                    attention,
                    *self.FACTS[:-2],
                    '--mode',
                    'rgb8',
                )
                self.refused(3, 'weft import', 'info', path)
                self.refused(
                    5, 'exists', 'import', path, '-o', 'in.safetensors', '--attention', attention, *self.FACTS
                )

    def test_refused(self):
        self.write('tiny.safetensors', support.tiny_checkpoint())
        self.write('evil.pth', b'\x80\x02cos\nsystem\nX\x04\0\0\0trueq\0\x85R.')
        self.refused(3, 'cannot import', 'import', 'evil.pth', '-o', 'b')
        self.refused(3, 'cannot import', 'import', 'tiny.safetensors', '-o', 'b')
        self.refused(3, 'cannot import', 'import', 'missing', '-o', 'b')
        self.refused(2, 'read from', 'import', 'evil.pth', '-o', 'evil.pth', '--overwrite')


if __name__ == '__main__':
    support.main()

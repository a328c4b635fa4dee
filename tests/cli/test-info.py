#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""weft info, weft models and weft replay: what a file says of itself, and whether it is true."""

import hashlib
import os

import support


class Info(support.TestCase):
    def setUp(self):
        super().setUp()
        self.write('tiny.safetensors', support.tiny_checkpoint())

    def test_checkpoint(self):
        facts = self.json('info', '--json', 'tiny.safetensors')
        self.assertEqual(facts['sha256'], hashlib.sha256(self.read('tiny.safetensors')).hexdigest())
        self.assertEqual(facts['bytes'], len(self.read('tiny.safetensors')))
        self.assertEqual(
            [
                facts['config'][key]
                for key in ('attention', 'layers', 'heads', 'width', 'feed_forward', 'steps')
            ],
            ['linear', 2, 2, 8, 12, 19],
        )
        self.assertEqual(facts['memory']['state_per_image'], 4 * 2 * 2 * (4 * 4 + 4))
        self.assertEqual(
            {tensor['name']: tuple(tensor['shape']) for tensor in facts['tensors']},
            dict(support.shapes(2, 8, 12, 256, 256, 19, False)),
        )
        text = self.weft('info', 'tiny.safetensors').stdout.decode()
        for word in (facts['sha256'], 'predictor.weight', '[256, 8]', 'gray8'):
            self.assertIn(word, text)

    def test_by_name(self):
        self.assertEqual(self.json('info', 'digits', '--json')['metadata']['dataset'], 'MNIST')

    def test_facts_are_printed_once(self):
        lines = self.weft('info', 'characters').stdout.decode().splitlines()
        keys = [line.split('  ')[1] for line in lines if line.startswith('  ') and line[2] != ' ']
        self.assertEqual(len(keys), len(set(keys)))
        self.assertIn('training steps', keys)

    def test_bare_export(self):
        self.write('bare', support.tiny_checkpoint(output='mixture-of-logistics', metadata={}))
        self.refused(2, '--heads', 'info', 'bare')
        facts = self.json(
            'info',
            'bare',
            '--json',
            '--heads',
            '2',
            '--attention',
            'softmax',
            '--width',
            '5',
            '--height',
            '4',
            '--mode',
            'gray8',
        )
        self.assertEqual(facts['config']['attention'], 'softmax')

    def test_container(self):
        self.write(
            'foreign',
            support.pack_container({'a': ('U8', (2, 0), b''), '\u202e': ('F32', (), bytes(4))}, None),
        )
        self.assertEqual(self.weft('info', '--container', 'foreign').stdout, b'sound: 2 tensors\n')
        self.assertEqual(self.json('info', '--container', 'foreign', '--json'), {'sound': True, 'tensors': 2})
        line = self.refused(3, "cannot read checkpoint './foreign'", 'info', 'foreign')
        self.assertIn('value_embedding.weight', line)
        self.write('damaged', self.read('tiny.safetensors')[:-1])
        self.refused(3, 'cannot read container', 'info', '--container', 'damaged')

    def test_refused(self):
        kinds = [
            (b'', 'bytes'),
            (b'1234567', 'bytes'),
            (b'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 7\n', 'git-lfs'),
            (b'# A text of some length', 'not a checkpoint'),
            (b'\xff' * 8 + b'{}', '18446744073709551615'),
            (b'<!DOCTYPE html>' + bytes(99), 'HTML'),
            (b'\x1f\x8b' + bytes(99), 'gzip'),
            (b'GGUF' + bytes(99), 'GGUF'),
        ]
        for content, fragment in kinds:
            self.write('file', content)
            self.refused(3, fragment, 'info', 'file')
        for name in ('missing.safetensors', '/dev/zero', './'):
            self.refused(3, 'cannot', 'info', name)
        for name in ('missing.png', 'missing.pth'):
            self.refused(3, 'no such file', 'info', name)
        self.assertNotIn('checkpoint', self.refused(3, "'missing.png'", 'info', 'missing.png'))
        self.write('plain.png', support.pack_png(5, 4, 1, bytes(20)))
        for command in ('info', 'replay'):
            self.refused(3, 'take one as Weft saved it', command, 'plain.png')
        self.refused(3, 'take one as Weft saved it', 'frames', '-r', 'plain.png')

    def test_picture(self):
        self.weft('sample', '-m', 'tiny.safetensors', '-s', '77', '-o', 'a.png')
        facts = self.json('info', 'a.png', '--json')
        self.assertEqual((facts['kind'], facts['width'], facts['height']), ('picture', 5, 4))
        self.assertEqual(facts['recipe'], support.png_recipe(self.read('a.png')))
        self.assertIn('77', self.weft('info', 'a.png').stdout.decode())

    def test_models(self):
        listed = {entry['name']: entry for entry in self.json('models', '--json')}
        self.assertEqual([name for name, entry in listed.items() if entry['default']], ['characters'])
        self.assertEqual(listed['digits']['image_width'], 28)
        lines = self.weft('models').stdout.decode().splitlines()
        self.assertEqual(len(lines), 1 + len(listed))
        self.assertEqual([line.split()[0] for line in lines if line.split()[1] == '*'], ['characters'])

    def test_models_without_any(self):
        empty = self.environment(WEFT_DATADIR=self.folder)
        self.assertEqual(self.weft('models', '--json', environment=empty).stdout, b'[]\n')
        self.refused(3, 'checkpoint', 'sample', environment=empty)


class Replay(support.TestCase):
    def setUp(self):
        super().setUp()
        self.write('tiny.safetensors', support.tiny_checkpoint())

    def replay(self, *arguments, **options):
        return self.weft('replay', '-m', 'tiny.safetensors', *arguments, **options)

    def test_equal(self):
        for mode, output in (
            ('gray8', 'categorical'),
            ('indexed8', 'categorical'),
            ('rgb8', 'mixture-of-logistics'),
        ):
            self.write('tiny.safetensors', support.tiny_checkpoint(mode=mode, output=output))
            self.weft('sample', '-m', 'tiny.safetensors', '-n', '18', '-t', '0.8', '-o', mode + '_%d.png')
            for i in (0, 7, 17):
                for threads in ('-j1', '-j3'):
                    self.assertEqual(
                        self.replay(f'{mode}_{i}.png', threads).stdout, b'equal: all 20 pixels\n'
                    )

    def test_completion_and_precision(self):
        self.write('start.png', support.pack_png(5, 4, 1, bytes(range(20))))
        self.weft(
            'sample',
            '-m',
            'tiny.safetensors',
            '--from',
            'start.png',
            '--keep',
            'rows=2',
            '--precision',
            'int8',
            '-o',
            'a.png',
        )
        self.assertTrue(self.json('replay', '-m', 'tiny.safetensors', 'a.png', '--json')['equal'])

    def test_by_the_name_in_the_recipe(self):
        self.weft('sample', '-m', 'digits', '-s3', '-o', 'a.png')
        self.weft('replay', 'a.png', '-o', 'again.png')
        self.assertEqual(self.read('again.png'), self.read('a.png'))
        self.refused(5, 'exists', 'replay', 'a.png', '-o', 'again.png')
        self.refused(2, 'read from', 'replay', 'a.png', '-o', 'a.png', '--overwrite')

    def write_with_recipe(self, name, pixels, recipe):
        """A picture of these pixels with the content of an iTXt chunk."""
        width, height, channels, _ = support.png_pixels(self.read('a.png'))
        edited = support.pack_png(width, height, channels, pixels)
        head = len(support.PNG_SIGNATURE) + 25
        block = len(recipe).to_bytes(4, 'big') + b'iTXt' + recipe
        block += support.zlib.crc32(block[4:]).to_bytes(4, 'big')
        self.write(name, edited[:head] + block + edited[head:])

    def write_operated(self, name, changes):
        """The picture a.png with a recipe that has done something to the memory."""
        recipe = support.png_recipe(self.read('a.png'))
        recipe['memory'] = changes
        text = b'io.github.weft_studio.Weft.recipe\0\0\0\0\0' + support.json.dumps(recipe).encode()
        self.write_with_recipe(name, support.png_pixels(self.read('a.png'))[3], text)

    def test_memory(self):
        self.weft('sample', '-m', 'tiny.safetensors', '-s3', '-o', 'a.png')
        self.write_operated('same.png', [{'step': 9, 'change': 'scale', 'factor': 1.0}])
        self.assertEqual(self.replay('same.png').stdout, b'equal: all 20 pixels\n')
        self.write_operated('blend.png', [
            {'step': 9, 'change': 'blend', 'weight': 0.5, 'moment_hash': '00000000000000ab'}
        ])
        run = self.replay('blend.png', status=3)
        self.assertIn(b'(hash 00000000000000ab) is blended in, which a recipe does not hold', run.stderr)
        self.write_operated('bad.png', [{'step': 20, 'change': 'freeze'}])
        self.refused(3, 'values must not descend and lie from 1 to 19', 'replay', 'bad.png')

    def test_different(self):
        self.weft('sample', '-m', 'tiny.safetensors', '-s3', '-o', 'a.png')
        changed = bytearray(support.png_pixels(self.read('a.png'))[3])
        changed[7] ^= 1
        changed[11] ^= 1
        recipe = next(chunk for kind, chunk in support.png_chunks(self.read('a.png')) if kind == b'iTXt')
        self.write_with_recipe('edited.png', bytes(changed), recipe)
        run = self.replay('edited.png', status=3)
        self.assertIn(b'2 of 20 pixels differ, the first at column 2, row 1', run.stderr)
        self.write('tiny.safetensors', support.tiny_checkpoint(seed=2))
        self.assertIn(b'SHA-256', self.replay('a.png', status=3).stderr)

    def test_refused(self):
        self.write('plain.png', support.pack_png(5, 4, 1, bytes(20)))
        self.refused(3, 'recipe', 'replay', 'plain.png')
        self.refused(3, 'cannot replay', 'replay', 'tiny.safetensors')
        self.weft('sample', '-m', 'tiny.safetensors', '-o', 'a.png')
        self.refused(3, '-m FILE', 'replay', 'a.png')
        self.refused(3, '28 x 28', 'replay', 'a.png', '-m', 'digits')
        self.assertFalse(os.path.exists(self.path('again.png')))


if __name__ == '__main__':
    support.main()

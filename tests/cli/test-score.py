#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""weft score: the same figure however the images come and however many threads there are; refusals
name the place."""

import gzip
import math
import os
import re
import struct

import support

MNIST = os.path.join(support.DATA, 'mnist-200.idx.gz')
NOUNS = os.path.join(support.DATA, 'nouns32-200.idx.gz')


def idx(*shape, content=None):
    """An IDX file of bytes."""
    return (
        bytes([0, 0, 8, len(shape)])
        + struct.pack(f'>{len(shape)}I', *shape)
        + (content or bytes(math.prod(shape)))
    )


class Score(support.TestCase):
    def figure(self, *arguments):
        return self.json('score', '--json', *arguments)

    def test_bundled_checkpoints_score_what_their_card_says(self):
        cards = dict(re.findall(r'^\| `([\w-]+)\.safetensors` .* test images \| ([\d.]+) \|$', self.card(), re.MULTILINE))
        sets = {'characters': (NOUNS, 1023), 'digits': (MNIST, 783), 'digits-softmax': (MNIST, 783)}
        self.assertEqual(sorted(cards), sorted(sets))
        for name, (images, dimensions) in sets.items():
            result = self.figure('-m', name, images)
            self.assertEqual((result['images'], result['dimensions']), (200, dimensions))
            self.assertAlmostEqual(result['bits_per_dim'], float(cards[name]), delta=0.002, msg=name)

    def card(self):
        """The first table of the checkpoints' page; its last column is of the images that travel with the tests."""
        page = os.path.join(support.DATA, '..', '..', 'data', 'checkpoints', 'README.md')
        with open(page, encoding='utf-8') as file:
            return file.read().split('\n## ')[0]

    def test_text(self):
        output = self.weft('score', '-m', 'digits', MNIST, '--limit', '2').stdout.decode()
        self.assertEqual(
            [line.split()[0] for line in output.splitlines()],
            ['bits/dim', 'standard', 'images', 'dimensions'],
        )

    def test_threads_packing_and_order(self):
        with gzip.open(MNIST) as file:
            self.write('plain.idx', file.read())
        figures = {
            str(self.figure('-m', 'digits', *words, '--limit', '9'))
            for words in ([MNIST], ['plain.idx'], [MNIST, '-j1'], [MNIST, '-j2'], [MNIST, '-j5'])
        }
        self.assertEqual(len(figures), 1)

    def test_images_are_a_data_set(self):
        self.write('tiny.safetensors', support.tiny_checkpoint())
        pictures = [bytes((17 * i + 31 * k) % 256 for k in range(20)) for i in range(3)]
        self.write('all.idx', idx(3, 4, 5, content=b''.join(pictures)))
        for i, picture in enumerate(pictures):
            self.write(f'{i}.png', support.pack_png(5, 4, 1, picture))
        whole = self.figure('-m', 'tiny.safetensors', 'all.idx')
        self.assertEqual(self.figure('-m', 'tiny.safetensors', '0.png', '1.png', '2.png'), whole)
        each = [self.figure('-m', 'tiny.safetensors', f'{i}.png')['bits_per_dim'] for i in range(3)]
        mean = sum(each) / 3
        deviation = math.sqrt(sum((bits - mean) ** 2 for bits in each) / 2 / 3)
        self.assertAlmostEqual(whole['bits_per_dim'], mean, delta=1e-12)
        self.assertAlmostEqual(whole['standard_error'], deviation, delta=1e-12)
        self.assertIsNone(self.figure('-m', 'tiny.safetensors', '0.png')['standard_error'])

    def test_every_kind(self):
        for attention in ('linear', 'softmax'):
            for mode, channels in (('gray8', 1), ('rgb8', 3)):
                for output in ('categorical', 'mixture-of-logistics'):
                    self.write('tiny.safetensors', support.tiny_checkpoint(attention, mode, output))
                    self.write('a.png', support.pack_png(5, 4, channels, bytes(range(20 * channels))))
                    self.assertGreater(self.figure('-m', 'tiny.safetensors', 'a.png')['bits_per_dim'], 0)

    def test_progress(self):
        self.write('tiny.safetensors', support.tiny_checkpoint())
        self.write('all.idx', idx(300, 4, 5))
        lines = self.weft(
            'score', '-m', 'tiny.safetensors', 'all.idx', '--progress', 'json'
        ).stderr.splitlines()
        self.assertEqual(support.json.loads(lines[-1])['done'], 300)

    def test_refused(self):
        self.write('tiny.safetensors', support.tiny_checkpoint())
        self.write('indexed.safetensors', support.tiny_checkpoint(mode='indexed8'))
        good = idx(2, 4, 5)
        cases = [
            ('size', idx(2, 5, 4), 'tiny', '4 x 5'),
            ('colour for grey', support.pack_png(5, 4, 3, bytes(range(60))), 'tiny', ''),
            ('foreign colour', idx(2, 4, 5, 3, content=bytes(117) + b'\1\2\3'), 'indexed', ''),
            ('empty', b'', 'tiny', ''),
            ('cut', good[:-1], 'tiny', ''),
            ('too long', good + b'\0', 'tiny', ''),
            ('cut gzip', gzip.compress(good)[:-9], 'tiny', ''),
            ('damaged gzip', gzip.compress(good)[:-8] + bytes(8), 'tiny', ''),
            ('of floats', b'\0\0\x0d\3' + good[4:], 'tiny', ''),
            ('rank 2', idx(4, 5), 'tiny', ''),
            ('no images', idx(0, 4, 5), 'tiny', ''),
            ('too many', idx(2, 4, 5)[:4] + b'\xff\xff\xff\xff' + good[8:], 'tiny', ''),
            ('text', b'hello, this is no data set', 'tiny', ''),
        ]
        for name, content, model, fragment in cases:
            with self.subTest(name):
                self.write('data', content)
                line = self.refused(3, "cannot score 'data'", 'score', '-m', f'{model}.safetensors', 'data')
                self.assertIn(fragment, line)
        for name in ('missing', '.', '/dev/null'):
            self.refused(3, 'cannot score', 'score', '-m', 'tiny.safetensors', name)


if __name__ == '__main__':
    support.main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""weft frames: what each frame shows, and that a run may be killed at any moment and lose nothing."""

import os
import random
import resource
import time

import support

PAPER = 0x80


class Frames(support.TestCase):
    def setUp(self):
        super().setUp()
        self.write('tiny.safetensors', support.tiny_checkpoint())

    def frames(self, *arguments, name='f_%d.png', **options):
        return self.weft('frames', '-m', 'tiny.safetensors', '-s5', '-o', name, *arguments, **options)

    def files(self, prefix='f_'):
        names = [name for name in self.listing() if name.startswith(prefix) and name.endswith('.png')]
        return {name: self.read(name) for name in names}

    def test_every_frame(self):
        """For every kind of picture: the first pixels of the painted one, and the recipe up to there."""
        for mode, channels, values in (('gray8', 1, 1), ('indexed8', 3, 1), ('rgb8', 3, 3)):
            with self.subTest(mode):
                self.write('tiny.safetensors', support.tiny_checkpoint(mode=mode))
                self.weft('sample', '-m', 'tiny.safetensors', '-s5', '-o', 'whole.png', '--overwrite')
                whole = support.png_pixels(self.read('whole.png'))[3]
                self.frames('--overwrite')
                files = self.files()
                self.assertEqual(len(files), 20)
                for i in range(20):
                    content = files[f'f_{i}.png']
                    width, height, seen_channels, pixels = support.png_pixels(content)
                    known = (i + 1) * channels
                    self.assertEqual((width, height, seen_channels), (5, 4, channels))
                    self.assertEqual(pixels, whole[:known] + bytes([PAPER]) * (len(whole) - known))
                    self.assertEqual(support.png_recipe(content)['steps_done'], (i + 1) * values)
                self.assertEqual(
                    support.png_recipe(files['f_19.png']), support.png_recipe(self.read('whole.png'))
                )

    def test_of_a_saved_picture(self):
        """The same bytes, without the checkpoint."""
        self.frames()
        painted = self.files()
        self.weft('sample', '-m', 'tiny.safetensors', '-s5', '-o', 'whole.png')
        os.unlink(self.path('tiny.safetensors'))
        for name in painted:
            os.unlink(self.path(name))
        self.weft('frames', '-r', 'whole.png', '-o', 'f_%d.png', '--overwrite')
        self.assertEqual(self.files(), painted)
        self.weft('frames', '-r', 'f_11.png', '-o', 'g_%d.png', '--scale', '3')
        self.assertEqual(len(self.files('g_')), 12)
        self.weft('frames', '-r', 'g_11.png', '-o', 'h_%d.png')
        for i in range(12):
            self.assertEqual(self.read(f'h_{i}.png'), painted[f'f_{i}.png'])

    def test_which(self):
        for words, steps in (
            (['--rows'], [5, 10, 15, 20]),
            (['--every', '7'], [7, 14, 20]),
            (['--range', '0:3'], [0, 1, 2, 3]),
            (['--rows', '--range', '0:12'], [0, 5, 10, 12]),
            (['--range', '9:9'], [9]),
        ):
            with self.subTest(words):
                for name in self.files():
                    os.unlink(self.path(name))
                self.frames('--overwrite', *words)
                seen = [support.png_recipe(content)['steps_done'] for content in self.files().values()]
                self.assertEqual(seen, steps)

    def test_names_and_scale(self):
        run = self.frames('--rows', '--start-number', '1', '--scale', '7', name='row_%05d.png')
        self.assertEqual(sorted(self.files('row_')), [f'row_0000{i}.png' for i in range(1, 5)])
        self.assertEqual(run.stdout, b'row_%05d.png  4 frames of 35 x 28  seed 5\n')
        self.assertEqual(support.png_pixels(self.read('row_00004.png'))[:2], (35, 28))
        document = self.json('frames', '-m', 'tiny.safetensors', '-s5', '-o', 'j%d.png', '--json', '--rows')
        self.assertEqual(document, {'output': 'j%d.png', 'frames': 4, 'width': 5, 'height': 4, 'seed': '5'})

    def test_stdout(self):
        run = self.frames('--range', '8:8', name='-')
        self.assertEqual(support.png_recipe(run.stdout)['steps_done'], 8)

    def test_existing_files(self):
        self.write('f_7.png', b'precious')
        self.refused(5, "'f_7.png'", 'frames', '-m', 'tiny.safetensors', '-o', 'f_%d.png')
        self.refused(2, 'manifest', 'frames', '-m', 'tiny.safetensors', '-o', 'f_%d.png', '--resume')
        self.frames('--overwrite')
        self.assertEqual(len(self.files()), 20)

    def test_resume(self):
        self.frames()
        whole = self.files()
        for gone in (0, 4, 5, 19):
            os.unlink(self.path(f'f_{gone}.png'))
        run = self.frames('--resume')
        self.assertEqual(run.stderr, b'weft: 16 of 20 frames are there already\n')
        self.assertEqual(self.files(), whole)
        os.unlink(self.path('f_3.png'))
        self.weft('frames', '-m', 'tiny.safetensors', '-o', 'f_%d.png', '--resume')
        self.assertEqual(self.files(), whole)

    def test_resume_names_what_differs(self):
        self.frames('--every', '2', '--scale', '2')
        self.write('other.safetensors', support.tiny_checkpoint(seed=2))
        for words, keys in (
            (['--every', '2', '--scale', '3'], 'scale'),
            (['--every', '3', '--scale', '2'], 'every'),
            (['--rows', '--scale', '2'], 'every, rows'),
            (['--every', '2', '--scale', '2', '--range', '0:20'], 'range'),
            (['--every', '2', '--scale', '2', '--start-number', '1'], 'start-number'),
            (['--every', '2', '--scale', '2', '-s', '6'], 'seed'),
            (['--every', '2', '--scale', '2', '-t', '0.5'], 'temperatures'),
            (['--every', '2', '--scale', '2', '--no-metadata'], 'no-metadata'),
        ):
            with self.subTest(words):
                self.refused(2, keys, 'frames', '-m', 'tiny.safetensors', '-o', 'f_%d.png', '--resume', *words)

    def test_resume_spares_foreign_files(self):
        self.frames()
        content = bytearray(self.read('f_3.png'))
        content[-20] ^= 1
        self.write('f_3.png', content)
        before = self.files()
        self.refused(5, "'f_3.png'", 'frames', '-m', 'tiny.safetensors', '-s5', '-o', 'f_%d.png', '--resume')
        self.assertEqual(self.files(), before)

    def test_a_series_of_images_is_none_of_frames(self):
        self.weft('sample', '-m', 'tiny.safetensors', '-s5', '-n3', '-o', 'f_%d.png')
        self.refused(2, 'every', 'frames', '-m', 'tiny.safetensors', '-s5', '-o', 'f_%d.png', '--resume')

    def test_no_room(self):
        """What does not fit is not there; with room the rest follows. The manifest is the smaller file."""
        self.frames('--scale', '256', name='whole_%d.png')
        whole = self.files('whole_')
        size = sorted(map(len, whole.values()))[10]

        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        run = self.frames('--scale', '256', status=5, preexec_fn=limit)
        self.assertRegex(run.stderr.decode(), r'cannot write.* \d+ of 20 frames are saved .*--resume')
        saved = self.files()
        self.assertLess(len(saved), 20)
        self.assertEqual([name for name in self.listing() if 'tmp' in name], [])
        for name, content in saved.items():
            self.assertEqual(content, whole[name.replace('f_', 'whole_')])
        self.frames('--scale', '256', '--resume')
        self.assertEqual(list(self.files().values()), list(whole.values()))

    def test_killed(self):
        """784 frames, killed at twenty random moments and resumed each time."""
        seed = random.randrange(2**32)
        print('# seed', seed)
        draw = random.Random(seed)
        self.weft('sample', '-m', 'digits', '-s5', '-o', 'digit.png')
        words = ['frames', '-r', 'digit.png', '--scale', '4']
        self.weft(*words, '-o', 'whole_%03d.png')
        for moment in sorted(draw.sample(range(780), 20)):
            run = self.start(*words, '-o', 'part_%03d.png', '--resume')
            while f'part_{moment:03}.png' not in self.listing() and run.poll() is None:
                time.sleep(0.001)
            run.kill()
            run.communicate()
        self.weft(*words, '-o', 'part_%03d.png', '--resume')
        whole, part = self.files('whole_'), self.files('part_')
        self.assertEqual(len(part), 784)
        self.assertEqual(list(part.values()), list(whole.values()))
        self.assertEqual([name for name in self.listing() if 'tmp' in name or 'lock' in name], [])


if __name__ == '__main__':
    support.main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""weft sample: what is painted depends on model, seed and number, and on nothing else."""

import itertools
import re
import resource

import support

KINDS = [
    ('linear', 'gray8', 'categorical'),
    ('linear', 'indexed8', 'categorical'),
    ('softmax', 'rgb8', 'categorical'),
    ('linear', 'gray8', 'mixture-of-logistics'),
    ('softmax', 'gray8', 'mixture-of-logistics'),
]


class Sample(support.TestCase):
    def setUp(self):
        super().setUp()
        self.write('tiny.safetensors', support.tiny_checkpoint())

    def paint(self, count, *arguments, name='image', **options):
        """Files without recipes, so that equal pixels are equal bytes."""
        self.weft(
            'sample',
            '-m',
            'tiny.safetensors',
            '-s',
            '5',
            '-n',
            str(count),
            '-o',
            name + '_%d.png',
            '--overwrite',
            '--no-metadata',
            '-q',
            *arguments,
            **options,
        )
        return [self.read(f'{name}_{i}.png') for i in range(count)]

    def test_without_options(self):
        """The bundled default checkpoint paints one image."""
        run = self.weft('sample')
        self.assertEqual(self.listing(), ['tiny.safetensors', 'weft_00000.png'])
        self.assertTrue(run.stdout.startswith(b'weft_00000.png  seed '), run.stdout)
        self.assertEqual(run.stderr, b'')
        width, height, _, pixels = support.png_pixels(self.read('weft_00000.png'))
        self.assertEqual((width, height), (32, 32))
        self.assertGreater(len(set(pixels)), 3)

    def test_not_enough_memory(self):
        """Counted beforehand: fewer side by side if that fits, else both figures and 4."""
        self.write('wide.safetensors', support.tiny_checkpoint('softmax', width=512, height=512))

        def limit(mebibytes):
            return lambda: resource.setrlimit(resource.RLIMIT_AS, (mebibytes << 20, mebibytes << 20))

        words = ['sample', '-m', 'wide.safetensors', '-j1']
        line = self.refused(4, 'one image alone needs 82.0', *words, '-o', 'a.png', preexec_fn=limit(170))
        self.assertRegex(line, r"cannot paint with checkpoint 'wide': .* are available \(close")
        run = self.start(*words, '-n', '16', '-o', 'a_%d.png', preexec_fn=limit(600))
        line = run.stderr.readline().decode()
        run.terminate()
        run.communicate()
        found = re.search(r'16 images side by side need 1.3 GiB, (\d+) MiB are available: (\d) are painted', line)
        self.assertTrue(found, line)
        self.assertEqual(int(found[2]), int(found[1]) // 82)

    def test_threads_and_batches(self):
        """The same pixels for any number of threads, and whoever is painted beside."""
        for attention, mode, output in KINDS:
            with self.subTest((attention, mode, output)):
                self.write('tiny.safetensors', support.tiny_checkpoint(attention, mode, output))
                images = self.paint(20, '-j1')
                self.assertEqual(len(set(images)), 20)
                for count, threads in itertools.product((1, 2, 3, 17), ('-j1', '-j2', '-j5')):
                    self.assertEqual(self.paint(count, threads), images[:count])

    def test_surroundings(self):
        """Locale, time zone and home change no byte, not even of the recipe."""
        surroundings = [
            {},
            {'LC_ALL': 'tr_TR.UTF-8'},
            {'LC_ALL': 'no_such_locale', 'LANG': 'xx'},
            {'LC_ALL': None},
            {'TZ': 'Pacific/Kiritimati'},
            {'TZ': 'nonsense/+99'},
            {'HOME': None},
            {'HOME': '/missing'},
            {'TMPDIR': '/missing'},
            {'COLUMNS': '3', 'TERM': 'dumb'},
        ]
        seen = set()
        for changes in surroundings:
            run = self.weft(
                'sample',
                '-m',
                'tiny.safetensors',
                '-s5',
                '-t',
                '0.75',
                '-o',
                'a.png',
                '--overwrite',
                environment=self.environment(**changes),
            )
            seen.add((self.read('a.png'), run.stdout, run.stderr))
        self.assertEqual(len(seen), 1)

    def test_next_free_number(self):
        for i in range(3):
            run = self.weft('sample', '-m', 'tiny.safetensors')
            self.assertTrue(run.stdout.startswith(b'weft_%05d.png  seed ' % i), run.stdout)
        self.refused(5, 'exists', 'sample', '-m', 'tiny.safetensors', '-n', '2')
        self.refused(5, 'exists', 'sample', '-m', 'tiny.safetensors', '-o', 'weft_%05d.png')

    def test_kernels(self):
        foreign = self.environment(WEFT_KERNELS='abacus')
        line = self.refused(2, "WEFT_KERNELS is 'abacus'", 'sample', environment=foreign)
        names = line.rstrip(')').rsplit(': ', 1)[1].split(', ')
        self.assertIn('portable', names)
        images = {self.paint(2, environment=self.environment(WEFT_KERNELS=name))[1] for name in names}
        self.assertEqual(len(images), 1)

    def test_recipe(self):
        self.weft(
            'sample', '-m', 'tiny.safetensors', '-s', str(2**64 - 1), '-t', '0.5', '-n', '2', '-o', '%d.png'
        )
        for i in range(2):
            recipe = support.png_recipe(self.read(f'{i}.png'))
            text = str(recipe)
            self.assertIn(str(2**64 - 1), text)
            self.assertIn('tiny', text)
            self.assertIn('0.5', text)
        self.paint(1)
        self.assertIsNone(support.png_recipe(self.read('image_0.png')))

    def test_temperature(self):
        """At 0 only the first value may differ, and here it does not; top-k 1 says the same."""
        cold = self.paint(3, '-t', '0')
        self.assertEqual(len(set(cold)), 1)
        self.assertEqual(set(self.paint(3, '--top-k', '1')), set(cold))
        self.assertEqual(set(self.paint(3, '--top-p', '0.000001')), set(cold))
        self.assertEqual(len(set(self.paint(3))), 3)

    def test_precisions(self):
        for precision in ('f32', 'bf16', 'int8', 'auto'):
            self.weft(
                'sample', '-m', 'tiny.safetensors', '-s5', '-o', precision + '.png', '--precision', precision
            )
        f32, bf16, auto = (support.png_recipe(self.read(name + '.png')) for name in ('f32', 'bf16', 'auto'))
        self.assertEqual(f32, auto)
        self.assertNotEqual(f32, bf16)

    def test_stdout(self):
        run = self.weft('sample', '-m', 'tiny.safetensors', '-s5', '-o', '-', '--no-metadata')
        self.assertEqual(self.listing(), ['tiny.safetensors'])
        self.assertEqual(run.stdout, self.paint(1)[0])
        self.assertEqual(run.stderr, b'weft: seed 5\n')

    def test_json(self):
        document = self.json('sample', '-m', 'tiny.safetensors', '-s5', '-n3', '-o', '%03d.png', '--json')
        self.assertEqual(document['seed'], '5')
        self.assertEqual(document['model'], 'tiny')
        self.assertEqual(document['images'], [{'file': f'00{i}.png', 'index': i} for i in range(3)])

    def test_progress(self):
        self.assertEqual(self.weft('sample', '-m', 'tiny.safetensors', '-o', 'a.png').stderr, b'')
        lines = self.weft(
            'sample', '-m', 'tiny.safetensors', '-n40', '-o', '%d.png', '--progress', 'json'
        ).stderr.splitlines()
        objects = [support.json.loads(line) for line in lines]
        self.assertEqual(objects[-1]['done'], 40)
        self.assertTrue(all(entry['total'] == 40 and entry['unit'] == 'images' for entry in objects))
        plain = self.weft(
            'sample', '-m', 'tiny.safetensors', '-n40', '-o', 'p%d.png', '--progress', 'plain'
        ).stderr
        self.assertTrue(plain.decode().splitlines()[-1].startswith('weft: 40 of 40 images, 100.0 %'), plain)

    def test_percent_sign(self):
        self.weft('sample', '-m', 'tiny.safetensors', '-o', '100%%_%03d.png', '-n2')
        self.assertIn('100%_001.png', self.listing())

    def test_is_sealed_from_the_environment(self):
        """An installed checkpoint is found by its name."""
        folder = support.os.path.join(self.home, '.local/share/weft/checkpoints')
        support.os.makedirs(folder)
        support.shutil.copy(self.path('tiny.safetensors'), folder + '/mine.safetensors')
        self.weft('sample', '-m', 'mine')
        self.assertIn('mine', {entry['name'] for entry in self.json('models', '--json')})


class Completion(support.TestCase):
    def given(self, mode, keep, n_kept, image):
        self.write('tiny.safetensors', support.tiny_checkpoint(mode=mode))
        self.write('start.png', image)
        self.weft(
            'sample',
            '-m',
            'tiny.safetensors',
            '--from',
            'start.png',
            '--keep',
            keep,
            '-n3',
            '-o',
            '%d.png',
            '--overwrite',
        )
        start = support.png_pixels(image)[3]
        ends = set()
        for i in range(3):
            pixels = support.png_pixels(self.read(f'{i}.png'))[3]
            self.assertEqual(pixels[:n_kept], start[:n_kept])
            ends.add(pixels[n_kept:])
        self.assertEqual(len(ends), 3)

    def test_keeps_what_is_given(self):
        grey = support.pack_png(5, 4, 1, bytes(range(0, 200, 10)))
        colour = support.pack_png(5, 4, 3, bytes(range(0, 240, 4)))
        self.given('gray8', 'rows=2', 10, grey)
        self.given('gray8', '7', 7, grey)
        self.given('rgb8', 'rows=1', 15, colour)
        self.given('rgb8', '4', 4, colour)

    def test_whole_image(self):
        self.write('tiny.safetensors', support.tiny_checkpoint())
        image = support.pack_png(5, 4, 1, bytes(range(20)))
        self.write('start.png', image)
        for keep in ('rows=4', '20'):
            self.refused(
                2,
                'nothing would be left',
                *('sample', '-m', 'tiny.safetensors', '--from', 'start.png', '--keep', keep, '-o', 'a.png'),
            )

    def test_refused_images(self):
        self.write('tiny.safetensors', support.tiny_checkpoint(mode='indexed8'))
        palette = [bytes(range(i, i + 36, 12)) for i in range(0, 252, 36)]
        good = support.pack_png(5, 4, 3, b''.join(palette[i % 7] for i in range(20)))
        cases = [
            ('wrong size', support.pack_png(4, 5, 3, bytes(60)), ('4 x 5', '5 x 4')),
            (
                'foreign colour',
                support.pack_png(5, 4, 3, b''.join(palette[:4]) + bytes([1, 2, 3]) + palette[0] * 15),
                ('row 1, column 5', '#010203'),
            ),
            ('empty', b'', ('',)),
            ('text', b'GIF89a and so on', ('GIF',)),
            ('cut', good[:-20], ('',)),
            ('damaged', good[:50] + b'\0' + good[51:], ('',)),
        ]
        for name, content, fragments in cases:
            with self.subTest(name):
                self.write('start.png', content)
                line = self.refused(
                    3,
                    "cannot use image 'start.png'",
                    'sample',
                    '-m',
                    'tiny.safetensors',
                    '--from',
                    'start.png',
                    '--keep',
                    'rows=1',
                    '-o',
                    'out.png',
                )
                for fragment in fragments:
                    self.assertIn(fragment, line)
        self.write('start.png', good)
        self.weft(
            'sample', '-m', 'tiny.safetensors', '--from', 'start.png', '--keep', 'rows=1', '-o', 'out.png'
        )


class Masks(support.TestCase):
    """Pixels that are given wherever they are: they are in the picture, and the others differ by seed."""

    SAMPLE = ('sample', '-m', 'tiny.safetensors', '-s3', '--overwrite')

    def draw(self, name, *arguments):
        run = self.weft(*self.SAMPLE, '-o', name, *arguments)
        return support.png_pixels(self.read(name))[3], run

    def check(self, mode, given, image, *arguments):
        """Paints three pictures; those values of @image are in each, and each is replayed."""
        self.write('tiny.safetensors', support.tiny_checkpoint(mode=mode))
        self.weft(*self.SAMPLE, '-n3', '-o', '%d.png', '--from', 'start.png', *arguments)
        ends = set()
        for i in range(3):
            pixels = support.png_pixels(self.read(f'{i}.png'))[3]
            for k in given:
                self.assertEqual(pixels[k], image[k])
            ends.add(pixels)
            self.weft('replay', '-m', 'tiny.safetensors', f'{i}.png')
        self.assertEqual(len(ends), 3)

    def test_mask(self):
        grey = bytes(range(0, 200, 10))
        self.write('start.png', support.pack_png(5, 4, 1, grey))
        known = (2, 7, 8, 19)
        self.write('mask.png', support.pack_png(5, 4, 1, bytes(255 * (i in known) for i in range(20))))
        self.check('gray8', known, grey, '--mask', 'mask.png')

        colour = bytes(range(0, 240, 4))
        self.write('start.png', support.pack_png(5, 4, 3, colour))
        values = [3 * i + c for i in known for c in range(3)]
        self.check('rgb8', values, colour, '--mask', 'mask.png')
        recipe = support.png_recipe(self.read('0.png'))
        self.assertEqual(recipe['mask']['spans'], [[6, 3], [21, 6], [57, 3]])
        self.assertEqual(recipe['start'], {'kind': 'blank'})

    def test_transparency(self):
        """What is transparent is painted, whatever colour lies there; half transparent is not known."""
        known = (0, 4, 11)
        palette = [bytes(range(i, i + 36, 12)) for i in range(0, 252, 36)]
        pixels = [palette[i % 7] + b'\xff' if i in known else bytes((9, 9, 9, i * 12)) for i in range(20)]
        self.write('start.png', support.pack_png(5, 4, 4, b''.join(pixels)))
        image = b''.join(pixel[:3] for pixel in pixels)
        self.check('indexed8', [3 * i + c for i in known for c in range(3)], image, '--mask', 'alpha')

    def test_extremes(self):
        """All given is the image; nothing given is a picture as ever; the upper rows are --keep."""
        self.write('tiny.safetensors', support.tiny_checkpoint())
        image = bytes(range(0, 200, 10))
        self.write('start.png', support.pack_png(5, 4, 1, image))
        self.write('all.png', support.pack_png(5, 4, 1, b'\xff' * 20))
        self.write('none.png', support.pack_png(5, 4, 1, bytes(20)))
        self.write('rows.png', support.pack_png(5, 4, 1, b'\xff' * 10 + bytes(10)))

        whole, run = self.draw('whole.png', '--from', 'start.png', '--mask', 'all.png')
        self.assertEqual(whole, image)
        self.assertIn(b'all 20 pixels', run.stderr)
        _, run = self.draw('blank.png', '--from', 'start.png', '--mask', 'none.png')
        self.assertIn(b'none of the 20 pixels', run.stderr)
        self.draw('plain.png')
        self.assertEqual(self.read('blank.png'), self.read('plain.png'))
        self.draw('rows-masked.png', '--from', 'start.png', '--mask', 'rows.png')
        self.draw('rows-kept.png', '--from', 'start.png', '--keep', 'rows=2')
        self.assertEqual(self.read('rows-masked.png'), self.read('rows-kept.png'))

    def test_refusals(self):
        self.write('tiny.safetensors', support.tiny_checkpoint())
        self.write('start.png', support.pack_png(5, 4, 1, bytes(20)))
        self.write('colour.png', support.pack_png(5, 4, 3, bytes(range(60))))
        self.write('mask.png', support.pack_png(5, 4, 1, bytes(19) + b'\xff'))
        self.write('large.png', support.pack_png(6, 4, 1, bytes(24)))
        for status, fragments, arguments in (
            (2, ('--mask needs --from',), ('--mask', 'mask.png')),
            (2, ('give one',), ('--from', 'start.png', '--mask', 'mask.png', '--keep', '3')),
            (2, ('are for images',), ('--from', 'a.moment', '--mask', 'mask.png')),
            (3, ("mask 'large.png'", '6 x 4', '5 x 4'), ('--from', 'start.png', '--mask', 'large.png')),
            (3, ("image 'large.png'", '6 x 4', '5 x 4'), ('--from', 'large.png', '--mask', 'mask.png')),
            (3, ("image 'colour.png'", 'row 4, column 5'), ('--from', 'colour.png', '--mask', 'mask.png')),
            (3, ("mask 'none.png'",), ('--from', 'start.png', '--mask', 'none.png')),
        ):
            with self.subTest(arguments=arguments):
                line = self.refused(
                    status, fragments[0], 'sample', '-m', 'tiny.safetensors', '-o', 'out.png', *arguments
                )
                for fragment in fragments:
                    self.assertIn(fragment, line)


if __name__ == '__main__':
    support.main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Moments: a picture goes on from its file as if it had not been interrupted."""

import os

import support

KINDS = [
    ('gray8', 'categorical'),
    ('indexed8', 'categorical'),
    ('rgb8', 'categorical'),
    ('rgb8', 'mixture-of-logistics'),
]


class Moment(support.TestCase):
    def setUp(self):
        super().setUp()
        self.write('tiny.safetensors', support.tiny_checkpoint())

    def sample(self, *arguments, **options):
        return self.weft('sample', '-m', 'tiny.safetensors', *arguments, **options)

    def keep(self, amount, *arguments, name='a.moment'):
        self.sample('-s', '5', '--moment-at', str(amount), '-o', name, '--overwrite', *arguments)
        return self.read(name)

    def pixels(self, name):
        return support.png_pixels(self.read(name))[3]

    def test_goes_on(self):
        """From any value on, in every mode: the file of the undisturbed run, recipe and hash of the memory included."""
        for mode, output in KINDS:
            with self.subTest((mode, output)):
                self.write('tiny.safetensors', support.tiny_checkpoint(mode=mode, output=output))
                self.sample('-s', '5', '-t', '0.9', '-o', 'whole.png', '--overwrite')
                sizes = set()
                for amount in (1, 2, 7, 'rows=1', 'rows=3', 19):
                    sizes.add(len(self.keep(amount, '-t', '0.9')))
                    for threads in ('-j1', '-j3'):
                        self.sample('--from', 'a.moment', '-o', 'again.png', '--overwrite', threads)
                        self.assertEqual(self.read('again.png'), self.read('whole.png'), amount)
                self.assertLessEqual(max(sizes) - min(sizes), 8)

    def test_mask(self):
        """A moment knows what is given after it, and another future keeps it."""
        image, known = bytes(range(0, 200, 10)), (3, 4, 11, 17)
        self.write('start.png', support.pack_png(5, 4, 1, image))
        self.write('mask.png', support.pack_png(5, 4, 1, bytes(255 * (i in known) for i in range(20))))
        given = ('--from', 'start.png', '--mask', 'mask.png')
        self.sample('-s', '5', '-o', 'whole.png', *given)
        self.keep(9, *given)
        self.sample('--from', 'a.moment', '-o', 'again.png')
        self.assertEqual(self.read('again.png'), self.read('whole.png'))
        self.sample('--from', 'a.moment', '-s', '6', '-o', 'other.png')
        frames = self.weft('frames', '-r', 'other.png', '--rows', '-o', 'row_%d.png').stdout.decode()
        self.assertRegex(frames, r'seed 6\n$')
        whole, other = self.pixels('whole.png'), self.pixels('other.png')
        self.assertNotEqual(other, whole)
        self.assertEqual(other[:9], whole[:9])
        for i in known:
            self.assertEqual(other[i], image[i])

    def test_moment_of_a_moment(self):
        late = self.keep(13)
        self.keep(6)
        self.sample('--from', 'a.moment', '--moment-at', '13', '-o', 'b.moment')
        self.assertEqual(self.read('b.moment'), late)
        early = ('--from', 'b.moment', '--moment-at', '12', '-o', 'c.moment')
        self.refused(2, '13', 'sample', '-m', 'tiny.safetensors', *early)

    def test_other_futures(self):
        """A new seed, a temperature or several images act from there on; each recipe paints its picture again."""
        self.sample('-s', '5', '-o', 'whole.png')
        self.keep('rows=2')
        self.sample('--from', 'a.moment', '-n', '3', '-o', 'f_%d.png')
        self.sample('--from', 'a.moment', '-s', '77', '-t', '0.5', '-o', 'other.png')
        names = ['f_0.png', 'f_1.png', 'f_2.png', 'other.png']
        self.assertEqual(self.pixels('f_0.png'), self.pixels('whole.png'))
        self.assertEqual(len({self.pixels(name) for name in names}), 4)
        self.assertEqual({self.pixels(name)[:10] for name in names}, {self.pixels('whole.png')[:10]})
        for name in names:
            self.weft('replay', '-m', 'tiny.safetensors', name)

    def test_random_seed(self):
        """Of 64 bits, as without a moment."""
        self.keep(7)
        drawn = self.json('sample', '-m', 'tiny.safetensors', '--from', 'a.moment', '-s', '-1', '-o', 'x.png', '--json')
        self.assertGreater(int(drawn['seed']), 2**32)

    def test_resumed_series(self):
        self.keep('rows=2')
        self.sample('--from', 'a.moment', '-n', '4', '-o', 'f_%d.png')
        whole = [self.read(f'f_{i}.png') for i in range(4)]
        os.remove(self.path('f_2.png'))
        self.sample('--from', 'a.moment', '-n', '4', '-o', 'f_%d.png', '--resume')
        self.assertEqual([self.read(f'f_{i}.png') for i in range(4)], whole)

    def test_bundled_by_its_name(self):
        self.weft('sample', '-m', 'digits', '-s', '3', '-o', 'whole.png')
        self.weft('sample', '-m', 'digits', '-s', '3', '--moment-at', 'rows=14', '-o', 'half.moment')
        self.weft('sample', '--from', 'half.moment', '-o', 'again.png')
        self.assertEqual(self.read('again.png'), self.read('whole.png'))

    def test_info(self):
        self.keep(7)
        facts = self.json('info', 'a.moment', '--json')
        self.assertEqual((facts['kind'], facts['known'], facts['values']), ('moment', 7, 20))
        self.assertEqual((facts['recipe']['seed'], facts['recipe']['steps_done']), ('5', 7))
        saved = self.json('sample', '-m', 'tiny.safetensors', '-s5', '--moment-at', '7', '-o', 'b.moment', '--json')
        self.assertEqual(saved, {'file': 'b.moment', 'known': 7, 'state_hash': facts['state_hash']})
        self.assertIn(facts['state_hash'], self.weft('info', 'a.moment').stdout.decode())

    def test_refused(self):
        content = self.keep(7)
        self.write('short.moment', content[:-9])
        self.write('text.moment', b'# no moment at all, but long enough')
        self.write('model.moment', self.read('tiny.safetensors'))
        for name in ('short.moment', 'text.moment', 'model.moment', 'missing.moment'):
            self.refused(3, f"cannot read moment '{name}'", 'info', name)
            self.refused(3, f"cannot read moment '{name}'", 'sample', '--from', name, '-o', 'x.png')
        at = content.index(b'"data_offsets"')
        start = 8 + int.from_bytes(content[:8], 'little')
        self.assertLess(at, start)
        self.write('bit.moment', content[: start + 40] + bytes([content[start + 40] ^ 1]) + content[start + 41 :])
        self.refused(3, 'hash', 'sample', '-m', 'tiny.safetensors', '--from', 'bit.moment', '-o', 'x.png')

        self.refused(3, '-m FILE', 'sample', '--from', 'a.moment', '-o', 'x.png')
        self.write('other.safetensors', support.tiny_checkpoint(seed=2))
        self.refused(3, 'SHA-256', 'sample', '-m', 'other.safetensors', '--from', 'a.moment', '-o', 'x.png')
        self.write('soft.safetensors', support.tiny_checkpoint('softmax'))
        self.refused(
            3, 'softmax', 'sample', '-m', 'soft.safetensors', '--moment-at', '7', '-o', 'x.moment'
        )

    def test_options(self):
        self.keep(7)
        tiny = ('sample', '-m', 'tiny.safetensors')
        at = (*tiny, '--moment-at', '7')
        on = (*tiny, '--from', 'a.moment', '-o', 'x.png')
        self.refused(2, '-o', *at)
        self.refused(2, '-o', *at, '-o', 'x.png')
        self.refused(2, '--count', *at, '-o', 'x.moment', '-n', '2')
        self.refused(2, '--resume', *at, '-o', 'x.moment', '--resume')
        self.refused(5, 'exists', *at, '-o', 'a.moment')
        self.refused(2, 'nothing would be left', *tiny, '--moment-at', '20', '-o', 'x.moment')
        self.refused(2, '1 to 19', *tiny, '--moment-at', 'rows=5', '-o', 'x.moment')
        self.refused(2, '--keep', *on, '--keep', '3')
        self.refused(2, '--precision', *on, '--precision', 'int8')
        self.refused(2, '--top-k', *on, '--top-k', '3')


if __name__ == '__main__':
    support.main()

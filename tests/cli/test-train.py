#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""weft train: from pictures to a checkpoint; killed at any moment and resumed it ends in the same weights; what it
refuses, it refuses in a sentence, and nothing is lost."""

import json
import os
import random
import re
import resource
import signal
import time

import support

MNIST = os.path.join(support.DATA, 'mnist-200.idx.gz')
SIZE = ['--layers', '2', '--heads', '2', '--width', '16', '--feed-forward', '24', '--image-size', '8x8', '-j', '2']
KILLS = 10


def picture(width, height, colour):
    """A PNG of one colour, its first pixel black."""
    return support.pack_png(width, height, 3, bytes(3) + bytes(colour) * (width * height - 1))


class Train(support.TestCase):
    def train(self, *arguments, data=MNIST, output='a.safetensors', steps=20, **options):
        return self.weft('train', data, '-o', output, '--steps', str(steps), *SIZE, *arguments, **options)

    def tensors(self, name='a.safetensors'):
        return support.unpack_container(self.read(name))

    def info(self, name='a.safetensors'):
        return self.json('info', './' + name, '--json')

    def folder_of_pictures(self, name, sizes):
        """Pictures 0.png, 1.png .. of these sizes."""
        os.mkdir(self.path(name))
        for number, (width, height) in enumerate(sizes):
            colour = (number * 37 % 256, number * 11 % 256, 200)
            self.write(f'{name}/{number}.png', picture(width, height, colour))
        return name

    # What comes of it

    def test_result(self):
        output = self.train('--title', 'Digits', '--licence', 'free').stdout.decode()
        self.assertRegex(output, r'^a\.safetensors  [\d.]+ KiB  [\d.]+ bits/dim\n$')
        self.assertEqual(self.listing(), ['a.safetensors'])
        info = self.info()
        metadata = info['metadata']
        self.assertEqual((metadata['title'], metadata['licence'], metadata['steps']), ('Digits', 'free', '20'))
        self.assertNotIn('dataset', metadata)
        self.assertRegex(metadata['trained_with'], r'^Weft [\d.]+, f32, \w+, [\d.]+ hours$')
        self.assertIn(metadata['auto_precision'], ('f32', 'bf16', 'int8'))
        self.weft('sample', '-m', './a.safetensors', '-o', 'a.png')
        self.assertEqual(support.png_pixels(self.read('a.png'))[:3], (8, 8, 1))

    def test_what_it_says_of_itself_is_what_score_finds(self):
        output = self.weft('train', MNIST, '--test', MNIST, '--held-out', '30', '-o', 'a.safetensors', '--steps', '9',
                           '--size', 'tiny').stdout.decode()
        score = self.json('score', '-m', './a.safetensors', MNIST, '--limit', '30', '--json', '--precision', 'f32')
        said = float(self.info()['metadata']['bits_per_dim'])
        self.assertAlmostEqual(said, score['bits_per_dim'], delta=1e-4)
        self.assertAlmostEqual(float(output.split()[-2]), said, delta=1e-3)

    def test_it_learns(self):
        self.train('--log', 'a.jsonl', '--rate', '0.01', '--warm-up', '20', '--measure-every', '50', steps=200)
        lines = [json.loads(line) for line in self.read('a.jsonl').decode().splitlines()]
        steps = [line['step'] for line in lines]
        self.assertEqual(steps, sorted(set(steps)))
        held_out = [line['held_out'] for line in lines if 'held_out' in line]
        self.assertEqual([line['step'] for line in lines if 'held_out' in line], [50, 100, 150, 200])
        self.assertLess(held_out[-1], 5)
        self.assertLess(held_out[-1], held_out[0])

    def test_samples(self):
        self.train('--samples', 's_%03d.png', '--samples-every', '8')
        self.assertEqual(self.listing(), ['a.safetensors', 's_008.png', 's_016.png'])
        width, height, channels, _ = support.png_pixels(self.read('s_016.png'))
        self.assertEqual((width, channels), (height, 1))
        self.assertNotEqual(self.read('s_008.png'), self.read('s_016.png'))

    def test_same_seed_same_bits(self):
        for name, words in {'a': [], 'b': [], 'c': ['-s', '1']}.items():
            self.train(*words, output=name + '.safetensors')
        self.assertEqual(self.tensors('a.safetensors'), self.tensors('b.safetensors'))
        self.assertNotEqual(self.tensors('a.safetensors'), self.tensors('c.safetensors'))

    def test_options_reach_the_network(self):
        cases = {
            'attention': (['--attention', 'softmax'], 'softmax'),
            'output': (['--output-head', 'mixture-of-logistics'], 'mixture-of-logistics'),
            'image_mode': (['--mode', 'rgb8'], 'rgb8'),
            'values': (['--mode', 'indexed8', '--colours', '5'], 5),
            'context_offsets': (['--context', '8,3'], [8, 3]),
            'layers': (['--layers', '1'], 1),
        }
        for key, (words, value) in cases.items():
            size = [word for word in SIZE if word != '--layers'] if key == 'layers' else SIZE
            size = size[1:] if key == 'layers' else size
            self.weft('train', MNIST, '-o', key + '.safetensors', '--steps', '2', *size, *words)
            self.assertEqual(self.info(key + '.safetensors')['config'][key], value)

    def test_from(self):
        self.train(output='a.safetensors')
        self.weft('train', MNIST, '-o', 'b.safetensors', '--from', 'a.safetensors', '--steps', '1', '--rate', '0.000000001')
        first, second = self.tensors('a.safetensors'), self.tensors('b.safetensors')
        for name, (shape, values) in first.items():
            self.assertEqual(second[name][0], shape)
            for a, b in zip(values, second[name][1]):
                self.assertAlmostEqual(a, b, delta=1e-6)
        self.assertEqual(self.info('b.safetensors')['metadata']['steps'], '21')
        self.refused(2, '--layers and --from contradict', 'train', MNIST, '-o', 'c.safetensors', '--steps', '1', '--from',
                     'a.safetensors', '--layers', '3')

    # Where pictures come from

    def test_folder_list_and_palette(self):
        self.folder_of_pictures('pictures', [(8, 8)] * 12)
        self.write('list.txt', b''.join(b'pictures/%d.png\n' % number for number in range(12)))
        for data in ('pictures', 'list.txt'):
            self.train(data=data, output='a.safetensors', steps=1)
            config = self.info()['config']
            self.assertEqual((config['image_mode'], config['values']), ('indexed8', 12))
            os.unlink(self.path('a.safetensors'))

    def test_one_broken_among_thousands(self):
        self.folder_of_pictures('pictures', [(8, 8)] * 3000)
        self.write('pictures/1234.png', self.read('pictures/1234.png')[:50])
        run = self.train(data='pictures', steps=1)
        self.assertRegex(run.stderr.decode(),
                         r"^weft: pictures left out: 1; the first: picture 'pictures/1234\.png': it is damaged")
        self.refused(3, "picture 'pictures/1234.png': it is damaged", 'train', 'pictures', '-o', 'b.safetensors',
                     '--steps', '1', '--strict', *SIZE)

    def test_refusals(self):
        self.folder_of_pictures('mixed', [(8, 8), (9, 8)])
        self.folder_of_pictures('good', [(8, 8)] * 3)
        os.mkdir(self.path('empty'))
        self.write('empty.txt', b'# nothing\n')
        self.write('labels.idx', b'\0\0\x08\x01\0\0\0\x01\0')
        self.write('there.safetensors', b'precious')
        cases = [
            (3, 'there are no pictures', 'empty', '--steps', '1'),
            (3, 'names no pictures', 'empty.txt', '--steps', '1'),
            (3, 'there is no such file', 'missing', '--steps', '1'),
            (3, 'is it the file of labels?', 'labels.idx', '--steps', '1'),
            (3, 'differ in size', 'mixed', '--steps', '1'),
            (2, 'how long is it to learn?', 'good'),
            (2, '--steps and --hours contradict', 'good', '--steps', '1', '--hours', '1'),
            (2, '3 pictures are to be held out', 'good', '--steps', '1', '--held-out', '3'),
            (2, '--image-size', 'good', '--steps', '1', '--image-size', '32'),
            (2, '--image-size', 'good', '--steps', '1', '--image-size', '0x5'),
            (2, '--context', 'good', '--steps', '1', '--context', '3,x'),
            (2, 'context offset 0 is 999', 'good', '--steps', '1', '--context', '999'),
            (2, '3 heads do not divide', 'good', '--steps', '1', '--heads', '3'),
            (2, '--steps', 'good', '--steps', '0'),
            (2, '--batch', 'good', '--steps', '1', '--batch', '0'),
            (2, '--resume', 'good', '--steps', '1', '--resume', '--overwrite'),
            (4, 'available', 'good', '--steps', '1', '--layers', '1024', '--width', '65536', '--heads', '64'),
            (5, "'nowhere/b.safetensors'", 'good', '--steps', '1', '-o', 'nowhere/b.safetensors'),
            (5, "'there.safetensors'", 'good', '--steps', '1', '-o', 'there.safetensors'),
        ]
        for status, fragment, data, *words in cases:
            with self.subTest(data=data, words=words):
                output = [] if '-o' in words else ['-o', 'b.safetensors']
                self.refused(status, fragment, 'train', data, *output, *words)
        self.assertEqual(self.read('there.safetensors'), b'precious')

    # Stopping and going on

    def test_killed_at_random_it_ends_as_one_that_was_not(self):
        words = ['--save-every', '0.03', '--measure-every', '100']
        steps = 600
        began = time.monotonic()
        self.train(*words, steps=steps, output='whole.safetensors')
        whole = time.monotonic() - began
        seed = random.randrange(1 << 32)
        print(f'# seed {seed}, {whole:.1f} s undisturbed')
        draw, kills = random.Random(seed), 0
        while kills < KILLS:
            run = self.start('train', MNIST, '-o', 'a.safetensors', '--steps', str(steps), *SIZE, *words, '--resume')
            time.sleep(draw.uniform(0, whole / KILLS))
            run.kill()
            run.communicate()
            self.assertEqual(run.returncode, -signal.SIGKILL)
            kills += 1
        run = self.train(*words, '--resume', steps=steps)
        self.assertRegex(run.stderr.decode(), r'(?m)^weft: goes on from step \d+$')
        self.assertEqual(self.tensors('whole.safetensors'), self.tensors('a.safetensors'))
        self.assertEqual(self.listing(), ['a.safetensors', 'whole.safetensors'])

    def test_interrupted(self):
        for number, status in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
            if self.listing():
                os.unlink(self.path('a.safetensors.state'))
            run = self.start('train', MNIST, '-o', 'a.safetensors', '--steps', '300', *SIZE, '--resume')
            while not os.path.exists(self.path('a.safetensors.state')) and run.poll() is None:
                time.sleep(0.01)
            run.send_signal(number)
            output, message = run.communicate()
            self.assertEqual((run.returncode, output), (status, b''), message)
            self.assertIn(b'the same command with --resume goes on', message)
            self.assertEqual(self.listing(), ['a.safetensors.state'])
        self.refused(5, 'go on with --resume', 'train', MNIST, '-o', 'a.safetensors', '--steps', '300', *SIZE)
        self.refused(3, 'it is of another training', 'train', MNIST, '-o', 'a.safetensors', '--steps', '299', *SIZE, '--resume')
        self.train('--resume', steps=300)
        self.train(steps=300, output='b.safetensors')
        self.assertEqual(self.tensors('a.safetensors'), self.tensors('b.safetensors'))

    def test_resumed_at_its_very_end(self):
        run = self.start('train', MNIST, '-o', 'a.safetensors', '--steps', '30', *SIZE)
        while not os.path.exists(self.path('a.safetensors.state')) and run.poll() is None:
            time.sleep(0.01)
        run.kill()
        run.communicate()
        self.write('a.safetensors', b'of the same run')  # killed before its state was removed
        self.train('--resume', steps=30)
        self.assertEqual(self.listing(), ['a.safetensors'])
        before = self.read('a.safetensors')
        again = self.train('--resume', steps=30)
        self.assertEqual((again.stdout, again.stderr), (b'', b'weft: it has learnt all already\n'))
        self.assertEqual(self.read('a.safetensors'), before)

    def test_overwrite_begins_anew(self):
        self.write('a.safetensors.state', b'old')
        self.write('a.safetensors', b'old')
        self.train('--overwrite', steps=2)
        self.assertEqual(self.listing(), ['a.safetensors'])
        self.assertEqual(self.info()['metadata']['steps'], '2')

    def test_two_at_once(self):
        run = self.start('train', MNIST, '-o', 'a.safetensors', '--hours', '1', *SIZE)
        while not os.path.exists(self.path('a.safetensors.state')) and run.poll() is None:
            time.sleep(0.01)
        message = self.weft('train', MNIST, '-o', 'a.safetensors', '--hours', '1', *SIZE, '--resume', status=5).stderr.decode()
        self.assertRegex(message, r"^weft: cannot write 'a\.safetensors': in use by process \d+ since ")
        run.terminate()
        run.communicate()
        self.assertEqual(run.returncode, 143)

    def test_full_disk(self):
        """The state cannot be written whole: the one before it stays, and the sentence says why."""
        full = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
        message = self.train(status=5, preexec_fn=full).stderr.decode()
        self.assertRegex(message, r"^weft: cannot write the state of the training 'a\.safetensors\.state': the file would be")
        self.assertEqual(self.listing(), [])

    def test_full_disk_later(self):
        run = self.start('train', MNIST, '-o', 'a.safetensors', '--steps', '40', *SIZE, '--save-every', '0.01')
        while not os.path.exists(self.path('a.safetensors.state')) and run.poll() is None:
            time.sleep(0.01)
        run.kill()
        run.communicate()
        before = self.read('a.safetensors.state')
        full = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
        message = self.train('--resume', steps=40, status=5, preexec_fn=full).stderr.decode()
        self.assertIn('cannot write the state of the training', message)
        self.assertEqual(self.read('a.safetensors.state'), before)
        self.train('--resume', steps=40)

    def test_progress(self):
        lines = self.train('--progress', 'json', steps=50).stderr.decode().splitlines()
        last = json.loads(lines[-1])
        self.assertEqual((last['done'], last['total'], last['unit']), (50, 50, 'steps'))
        self.assertGreater(last['pixels_per_second'], 0)
        plain = self.train('--progress', 'plain', steps=50, output='b.safetensors').stderr.decode().splitlines()
        self.assertTrue(re.fullmatch(r'weft: 50 of 50 steps, 100\.0 %, [\d.]+ bits/dim, \d+ pixels/s', plain[-1]), plain[-1])


if __name__ == '__main__':
    support.main()

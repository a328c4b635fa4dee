#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""weft frames: what each frame shows, and that a run may be killed at any moment and lose nothing."""

import os
import random
import resource
import struct
import subprocess
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

    def test_state(self):
        """Frames of one head's memory: the same from a saved picture, resumed by head, and S as forward gives it."""
        words = ['--what', 'state', '--layer', '2', '--head', '1']
        for mode in ('gray8', 'indexed8', 'rgb8'):
            with self.subTest(mode):
                self.write('tiny.safetensors', support.tiny_checkpoint(mode=mode))
                self.frames('--overwrite', '--range', '0:20', *words)
                files = self.files()
                self.assertEqual(len(files), 21)
                sizes = {support.png_pixels(content)[:3] for content in files.values()}
                self.assertEqual(len(sizes), 1)
                self.assertEqual(len(set(files.values())), 21)
                told = support.png_recipe(files['f_7.png'])
                self.assertEqual((told['format'], told['layer'], told['head']), ('weft-state', 2, 1))
                self.assertEqual(told['recipe']['steps_done'], 7 * (3 if mode == 'rgb8' else 1))
                os.unlink(self.path('f_4.png'))
                self.frames('--resume', '--range', '0:20', *words)
                self.assertEqual(self.files(), files)
                self.weft('sample', '-m', 'tiny.safetensors', '-s5', '-o', 'whole.png', '--overwrite')
                self.weft('frames', '-r', 'whole.png', '-m', 'tiny.safetensors', '-o', 'g_%d.png', '--range', '0:20',
                          '--overwrite', *words)
                for i in range(21):
                    self.assertEqual(self.read(f'g_{i}.png'), self.read(f'f_{i}.png'))

    def test_state_of_an_unfinished_picture(self):
        """What is not painted is no value of the model, and needs none."""
        self.write('tiny.safetensors', support.tiny_checkpoint(mode='indexed8'))
        self.frames()
        self.weft('frames', '-r', 'f_11.png', '-m', 'tiny.safetensors', '--what', 'state', '-o', 'g_%d.png')
        self.assertEqual(len(self.files('g_')), 12)

    def test_state_animated(self):
        for ending, start in (('gif', b'GIF89a'), ('webp', b'RIFF'), ('apng', b'\x89PNG')):
            self.frames('--what', 'state', '--rows', '--fps', '10', '--format', ending, name=f'state.{ending}')
            self.assertEqual(self.read(f'state.{ending}')[: len(start)], start)

    def test_state_refused(self):
        self.write('soft.safetensors', support.tiny_checkpoint(attention='softmax'))
        self.refused(2, 'softmax attention', 'frames', '-m', 'soft.safetensors', '--what', 'state')
        self.refused(2, 'no head 1 in layer 9', 'frames', '-m', 'tiny.safetensors', '--what', 'state', '--layer', '9')
        self.refused(2, 'no head 9 in layer 1', 'frames', '-m', 'tiny.safetensors', '--what', 'state', '--head', '9')
        self.refused(2, '--what state', 'frames', '-m', 'tiny.safetensors', '--layer', '1')
        self.frames('--what', 'state', '--rows', '--head', '1')
        self.refused(2, 'differs in head', 'frames', '-m', 'tiny.safetensors', '-s5', '-o', 'f_%d.png', '--what',
                     'state', '--rows', '--head', '2', '--resume')
        self.refused(5, 'exists', 'frames', '-m', 'tiny.safetensors', '-s5', '-o', 'f_%d.png', '--what', 'state')
        self.assertEqual(len(self.files()), 4)

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
                line = ['frames', '-m', 'tiny.safetensors', '-o', 'f_%d.png', '--resume']
                self.refused(2, keys, *line, *words)

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


def apng_frames(content):
    """Every frame of an animated PNG as width, height and pixels, and its time in seconds; by the letter of
    the format: keep what was there, replace the rectangle."""
    chunks = list(support.png_chunks(content))
    head = chunks[0][1]
    width, height = struct.unpack_from('>II', head)
    channels = 3 if head[9] == 2 else 1
    canvas, frames, sequence = bytearray(width * height * channels), [], []
    parts = []
    for kind, chunk in chunks:
        if kind in (b'fcTL', b'fdAT'):
            sequence.append(struct.unpack_from('>I', chunk)[0])
        if kind == b'fcTL':
            parts.append((chunk, []))
        elif kind == b'fdAT':
            parts[-1][1].append(chunk[4:])
    assert sequence == list(range(len(sequence)))
    for control, data in parts:
        wide, high, x, y, numerator, denominator, *rules = struct.unpack_from('>IIIIHHBB', control, 4)
        assert rules == [0, 0]
        part = support.pack_chunks(struct.pack('>II', wide, high) + head[8:], b''.join(data))
        pixels = support.png_pixels(part)[3]
        for row in range(high):
            at = ((y + row) * width + x) * channels
            canvas[at : at + wide * channels] = pixels[row * wide * channels : (row + 1) * wide * channels]
        frames.append((bytes(canvas), numerator / denominator))
    return frames


class Animations(support.TestCase):
    """Decoded by another program, they are the frames of the PNG sequence."""

    def series(self, *words):
        """Pixels of the numbered frames, in colour."""
        self.weft('frames', *words, '-o', 's_%03d.png', '--overwrite', '-q')
        names = [name for name in self.listing() if name.startswith('s_') and name.endswith('.png')]
        frames = []
        for name in names:
            _, _, channels, pixels = support.png_pixels(self.read(name))
            frames.append(pixels if channels == 3 else bytes(value for value in pixels for _ in range(3)))
            os.unlink(self.path(name))
        return frames

    def magick(self, *words):
        return subprocess.run(words, cwd=self.folder, stdout=subprocess.PIPE, check=True).stdout

    def check(self, *words):
        frames = self.series(*words)
        for kind in ('gif', 'webp'):
            self.weft('frames', *words, '--format', kind, '--overwrite', '-q', '--fps', '25')
            pixels = self.magick('convert', f'frames.{kind}', '-coalesce', '-depth', '8', 'rgb:-')
            size = len(frames[0])
            seen = [pixels[i : i + size] for i in range(0, len(pixels), size)]
            if kind == 'webp':
                # A frame that changes nothing lengthens the one before.
                times = self.webp_times(self.read('frames.webp'))
                self.assertEqual(len(times), len(seen))
                seen = [frame for frame, time in zip(seen, times) for _ in range(time // 40)]
            self.assertEqual(len(seen), len(frames))
            self.assertEqual(seen, frames)
        self.weft('frames', *words, '--format', 'apng', '--overwrite', '-q')
        content = self.read('frames.png')
        still = support.png_pixels(content)
        grey = still[2] == 1
        seen = [
            bytes(value for value in pixels for _ in range(3)) if grey else pixels
            for pixels, _ in apng_frames(content)
        ]
        self.assertEqual(seen, frames)
        self.assertEqual(still[3], apng_frames(content)[-1][0])

    def test_pixels(self):
        for mode in ('gray8', 'indexed8', 'rgb8'):
            self.write('tiny.safetensors', support.tiny_checkpoint(mode=mode, width=13, height=9))
            for words in ('', '--scale 3 --every 5', '--scale 2 --rows --range 0:100'):
                with self.subTest((mode, words)):
                    self.check('-m', 'tiny.safetensors', '-s5', *words.split())

    def test_bundled(self):
        """Every pixel of a digit, every row of a character."""
        self.check('-m', 'digits', '-s5')
        self.check('-m', 'characters', '-s5', '--rows', '--scale', '3')

    def test_state(self):
        """Pictures of hundreds of colours beside the colours of a table: a frame never has more than a GIF can show."""
        for mode in ('gray8', 'indexed8', 'rgb8'):
            with self.subTest(mode):
                self.write('tiny.safetensors', support.tiny_checkpoint(mode=mode, width=30, height=20))
                words = ['-m', 'tiny.safetensors', '-s5', '--what', 'state', '--every', '300']
                self.check(*words)
                last = self.series(*words, '--range', '600:600')[0]
                colours = {last[i : i + 3] for i in range(0, len(last), 3)}
                self.assertLessEqual(len(colours), 256)
                self.assertGreater(len(colours), 30 if mode == 'indexed8' else 187)

    def test_fit(self):
        """The picture in the middle of paper of the size asked for, the same in every format."""
        self.write('tiny.safetensors', support.tiny_checkpoint())
        words = ['-m', 'tiny.safetensors', '-s5', '--rows', '--fit', '67x50']
        self.check(*words)
        self.weft('frames', *words, '-o', 'p_%d.png')
        self.weft('frames', '-m', 'tiny.safetensors', '-s5', '--rows', '--scale', '12', '-o', 'q_%d.png')
        width, height, _, pixels = support.png_pixels(self.read('p_3.png'))
        small_width, small_height, _, small = support.png_pixels(self.read('q_3.png'))
        self.assertEqual((width, height, small_width, small_height), (67, 50, 60, 48))
        left, top = (67 - 60) // 4 * 2, (50 - 48) // 4 * 2
        for y in range(height):
            row = pixels[y * width : (y + 1) * width]
            inner = small[(y - top) * 60 : (y - top + 1) * 60] if top <= y < top + 48 else b'\x80' * 60
            self.assertEqual(row, b'\x80' * left + inner + b'\x80' * (width - left - 60))
        for size, part in (('4x4', 'does not fit'), ('big', '720p'), ('0x9', '720p')):
            self.refused(2, part, 'frames', *words[:-1], size, '-o', 'r_%d.png')

    def webm_frames(self, width, height):
        """Frames of frames.webm in colour, by another decoder."""
        pixels = self.magick(
            'ffmpeg', '-v', 'error', '-i', 'frames.webm', '-sws_flags', 'accurate_rnd+full_chroma_int',
            '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'
        )
        size = width * height * 3
        self.assertEqual(len(pixels) % size, 0)
        return [pixels[i : i + size] for i in range(0, len(pixels), size)]

    def planes(self, width, height):
        """Frames of frames.webm as they are coded: brightness, then two differences of colour."""
        raw = self.magick('ffmpeg', '-v', 'error', '-i', 'frames.webm', '-f', 'rawvideo', '-')
        size = width * height * 3 // 2
        return [raw[i : i + size] for i in range(0, len(raw), size)]

    def test_webm(self):
        """Grey is coded without loss. Colour is coded as 8-bit brightness and differences of colour, each rounded
        to half a level: after the way back, a channel is off by at most half a level of brightness, 1.8556 / 2 of
        the difference, and the last rounding: two levels."""
        for mode, bound in (('gray8', 0), ('rgb8', 2), ('indexed8', 2)):
            with self.subTest(mode):
                self.write('tiny.safetensors', support.tiny_checkpoint(mode=mode, width=13, height=9))
                words = ['-m', 'tiny.safetensors', '-s5', '--scale', '2', '--every', '3']
                frames = self.series(*words)
                self.weft('frames', *words, '--format', 'webm', '--overwrite', '-q')
                coded = self.planes(26, 18)
                self.assertEqual(len(coded), len(frames))
                for planes, frame in zip(coded, frames):
                    self.assertLessEqual(self.distance(planes, frame, 26, 18), bound)
                if mode == 'gray8':
                    for planes, frame in zip(coded, frames):
                        self.assertEqual(planes[: 26 * 18], frame[::3])
                        self.assertEqual(set(planes[26 * 18 :]), {128})

    def distance(self, planes, frame, width, height):
        """The largest difference of a channel between coded planes and a frame in colour."""
        worst = 0
        blue_at = width * height
        red_at = blue_at + width // 2 * (height // 2)
        for y in range(height):
            for x in range(width):
                at = y // 2 * (width // 2) + x // 2
                brightness = planes[y * width + x]
                blue = brightness + 1.8556 * (planes[blue_at + at] - 128)
                red = brightness + 1.5748 * (planes[red_at + at] - 128)
                green = (brightness - 0.2126 * red - 0.0722 * blue) / 0.7152
                pixel = frame[(y * width + x) * 3 : (y * width + x) * 3 + 3]
                for seen, value in zip((red, green, blue), pixel):
                    worst = max(worst, abs(min(max(round(seen), 0), 255) - value))
        return worst

    def test_webm_of_a_digit(self):
        """Every pixel of a digit, held at both ends: a constant rate, the right colours in a player's eyes."""
        words = ['-m', 'digits', '-s5', '--every', '8', '--scale', '4']
        frames = self.series(*words)
        words += ['--fps', '25', '--hold', '0.4', '--format', 'webm']
        self.weft('frames', *words, '-q')
        first = self.read('frames.webm')
        seen = self.webm_frames(112, 112)
        self.assertEqual(len(seen), len(frames) + 2 * 9)
        self.assertEqual(seen[:10], [frames[0]] * 10)
        self.assertEqual(seen[-10:], [frames[-1]] * 10)
        self.assertEqual(seen[10:-10], frames[1:-1])
        self.weft('frames', *words, '-q', '--overwrite')
        self.assertEqual(self.read('frames.webm'), first)
        facts = self.magick('ffprobe', '-v', 'error', '-show_entries', 'stream=width,height,r_frame_rate,color_range',
                            '-of', 'csv=p=0', 'frames.webm')
        self.assertEqual(facts.strip(), b'112,112,pc,25/1')
        self.assertIn(b'weft-recipe', first)
        self.weft('frames', *words, '-q', '--overwrite', '--no-metadata')
        self.assertNotIn(b'weft-recipe', self.read('frames.webm'))

    def test_webm_refused(self):
        self.write('tiny.safetensors', support.tiny_checkpoint())
        words = ['frames', '-m', 'tiny.safetensors', '--format', 'webm']
        self.refused(2, 'even', *words, '--scale', '3')
        nothing = self.environment(GST_PLUGIN_SYSTEM_PATH_1_0='/nowhere', GST_REGISTRY_1_0='/dev/null')
        self.refused(6, 'GStreamer has no', *words, '--scale', '2', environment=nothing)
        self.assertNotIn('frames.webm', self.listing())

    def test_times(self):
        self.write('tiny.safetensors', support.tiny_checkpoint())
        words = ['-m', 'tiny.safetensors', '-s5', '--rows', '--fps', '12.5', '--hold', '1.5', '--loop', '3']
        for kind in ('gif', 'webp', 'apng'):
            self.weft('frames', *words, '--format', kind)
        delays = self.magick('identify', '-format', '%T ', 'frames.gif')
        self.assertEqual(delays.split(), [b'150', b'8', b'8', b'150'])
        self.assertEqual([time for _, time in apng_frames(self.read('frames.png'))], [1.5, 0.08, 0.08, 1.5])
        content = self.read('frames.webp')
        self.assertEqual(self.webp_times(content), [1500, 80, 80, 1500])
        self.assertIn(b'NETSCAPE2.0\x03\x01\x02\x00\x00', self.read('frames.gif'))
        self.assertIn(b'acTL' + struct.pack('>II', 4, 3), self.read('frames.png'))
        self.assertEqual(struct.unpack_from('<H', content, content.index(b'ANIM') + 12)[0], 3)

    def webp_times(self, content):
        """Milliseconds of every ANMF chunk."""
        at, times = 12, []
        while at < len(content):
            kind, size = struct.unpack_from('<4sI', content, at)
            if kind == b'ANMF':
                times.append(int.from_bytes(content[at + 20 : at + 23], 'little'))
            at += 8 + size + size % 2
        return times

    def test_recipes(self):
        self.write('tiny.safetensors', support.tiny_checkpoint())
        for kind in ('gif', 'webp', 'apng'):
            words = ['frames', '-m', 'tiny.safetensors', '-s5', '--format', kind, '--overwrite']
            ending = 'png' if kind == 'apng' else kind
            self.weft(*words)
            self.assertIn(b'weft-recipe', self.read('frames.' + ending))
            first = self.read('frames.' + ending)
            self.weft(*words)
            self.assertEqual(self.read('frames.' + ending), first)
            self.weft(*words, '--no-metadata')
            self.assertNotIn(b'weft-recipe', self.read('frames.' + ending))
        self.weft('frames', '-m', 'tiny.safetensors', '-s5', '--format', 'apng', '--overwrite')
        self.weft('replay', '-m', 'tiny.safetensors', 'frames.png')

    def test_no_room(self):
        self.write('tiny.safetensors', support.tiny_checkpoint())
        self.write('frames.gif', b'precious')

        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))

        self.weft(
            'frames',
            '-m',
            'tiny.safetensors',
            '--format',
            'gif',
            '--overwrite',
            status=5,
            preexec_fn=limit,
        )
        self.assertEqual(self.read('frames.gif'), b'precious')


if __name__ == '__main__':
    support.main()

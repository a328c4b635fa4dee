#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Files and streams that fail: what is announced is whole, what was there is unharmed, and the run can
go on."""

import fcntl
import json
import os
import resource
import signal
import struct
import subprocess
import time

import support


def limit(what, value):
    """A function that sets a limit of the process it runs in."""
    return lambda: resource.setrlimit(what, (value, value))


class Outputs(support.TestCase):
    def setUp(self):
        super().setUp()
        self.write('tiny.safetensors', support.tiny_checkpoint())

    def sample(self, count, *arguments, **options):
        return self.weft(
            'sample',
            '-m',
            'tiny.safetensors',
            '-s5',
            '-n',
            str(count),
            '-o',
            'a_%d.png',
            *arguments,
            **options,
        )

    def images(self):
        return {
            name: self.read(name)
            for name in self.listing()
            if name.startswith('a_') and name.endswith('.png')
        }

    # Existing files

    def test_refuses_before_any_work(self):
        self.write('a_7.png', b'precious')
        self.refused(5, "'a_7.png'", 'sample', '-m', 'tiny.safetensors', '-n', '9', '-o', 'a_%d.png')
        self.assertEqual(self.read('a_7.png'), b'precious')

    def test_overwrite(self):
        self.write('a_1.png', b'old')
        self.sample(3, '--overwrite')
        self.assertEqual(len(self.images()), 3)
        self.assertTrue(self.read('a_1.png').startswith(support.PNG_SIGNATURE))

    def test_a_link_is_followed(self):
        self.write('target', b'old')
        os.symlink('target', self.path('a_0.png'))
        self.sample(1, '--overwrite')
        self.assertTrue(os.path.islink(self.path('a_0.png')))
        self.assertTrue(self.read('target').startswith(support.PNG_SIGNATURE))

    def test_never_a_pipe(self):
        os.mkfifo(self.path('a_0.png'))
        self.refused(2, 'pipe', 'sample', '-m', 'tiny.safetensors', '-o', 'a_%d.png', '--overwrite')

    # Resuming

    def test_resume(self):
        self.sample(9)
        whole = self.images()
        for gone in (0, 4, 5, 8):
            os.unlink(self.path(f'a_{gone}.png'))
        times = {name: os.stat(self.path(name)).st_mtime_ns for name in self.images()}
        run = self.sample(9, '--resume')
        self.assertEqual(self.images(), whole)
        self.assertEqual(run.stderr, b'weft: 5 of 9 images are there already\n')
        self.assertEqual(run.stdout.count(b'\n'), 4)
        for name, stamp in times.items():
            self.assertEqual(os.stat(self.path(name)).st_mtime_ns, stamp)

    def test_resume_extends(self):
        self.sample(12)
        whole = self.images()
        for name in whole:
            os.unlink(self.path(name))
        self.sample(3, '--overwrite')
        self.sample(12, '--resume')
        self.assertEqual(self.images(), whole)

    def test_resume_of_nothing_begins(self):
        self.sample(3, '--resume')
        self.assertEqual(len(self.images()), 3)

    def test_resume_takes_the_random_seed(self):
        self.weft('sample', '-m', 'tiny.safetensors', '-n4', '-o', 'a_%d.png')
        whole = self.images()
        os.unlink(self.path('a_2.png'))
        self.weft('sample', '-m', 'tiny.safetensors', '-n4', '-o', 'a_%d.png', '--resume')
        self.assertEqual(self.images(), whole)

    def test_resume_without_recipes(self):
        self.sample(4, '--no-metadata')
        whole = self.images()
        os.unlink(self.path('a_1.png'))
        self.sample(4, '--no-metadata', '--resume')
        self.assertEqual(self.images(), whole)

    def test_resume_names_what_differs(self):
        self.sample(3)
        os.unlink(self.path('a_1.png'))
        self.write('other.safetensors', support.tiny_checkpoint(seed=2))
        for words, key in [
            (['-s', '6'], 'seed'),
            (['-t', '0.5'], 'temperature'),
            (['--top-k', '9'], 'top_k'),
            (['--precision', 'bf16'], 'precision'),
            (['--no-metadata'], 'no-metadata'),
            (['-m', 'other.safetensors'], 'checkpoint'),
        ]:
            with self.subTest(key):
                line = ['sample', '-n', '3', '-o', 'a_%d.png', '--resume', *words]
                line += [] if '-s' in words else ['-s', '5']
                line += [] if '-m' in words else ['-m', 'tiny.safetensors']
                self.refused(2, key, *line)

    def test_resume_refuses_a_damaged_manifest(self):
        self.sample(3)
        manifest = json.loads(self.read('a_manifest.json'))
        for field, value in [
            ('format', 'other'),
            ('version', 'x'),
            ('count', -1),
            ('count', None),
            ('recipe', 7),
            ('has_recipes', 'yes'),
        ]:
            with self.subTest((field, value)):
                self.write('a_manifest.json', json.dumps({**manifest, field: value}).encode())
                self.refused(
                    3, '', 'sample', '-m', 'tiny.safetensors', '-s5', '-n3', '-o', 'a_%d.png', '--resume'
                )
        for content in (b'', b'{', b'\xff\xfe', b'[' * 100000):
            self.write('a_manifest.json', content)
            self.refused(
                3,
                'a_manifest.json',
                'sample',
                '-m',
                'tiny.safetensors',
                '-s5',
                '-n3',
                '-o',
                'a_%d.png',
                '--resume',
            )
        os.unlink(self.path('a_manifest.json'))
        self.refused(
            2, 'manifest', 'sample', '-m', 'tiny.safetensors', '-s5', '-n3', '-o', 'a_%d.png', '--resume'
        )

    def test_resume_spares_foreign_files(self):
        self.sample(3)
        self.write('a_1.png', b'not of this run')
        self.refused(
            5, "'a_1.png'", 'sample', '-m', 'tiny.safetensors', '-s5', '-n3', '-o', 'a_%d.png', '--resume'
        )

    # Two runs

    def test_a_second_run_is_refused(self):
        with open(self.path('.a_manifest.lock'), 'w+', encoding='ascii') as lock:
            lock.write('process 4242 since 2020-02-02 02:02:02 UTC\n')
            lock.flush()
            whole = struct.pack('hhqqi', fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
            fcntl.fcntl(lock, fcntl.F_OFD_SETLK, whole)
            self.refused(
                5,
                'in use by process 4242 since 2020-02-02',
                'sample',
                '-m',
                'tiny.safetensors',
                '-n3',
                '-o',
                'a_%d.png',
            )

    def test_a_stale_lock_is_ignored(self):
        self.write('.a_manifest.lock', b'process 1 since yesterday')
        self.sample(3)
        self.assertNotIn('.a_manifest.lock', self.listing())

    # Streams

    def test_stdout_closed(self):
        run = subprocess.run(
            ['sh', '-c', f'exec {support.WEFT} sample -m tiny.safetensors -o a_%d.png -n3 >&-'],
            cwd=self.folder,
            stderr=subprocess.PIPE,
            env=self.environment(),
            check=False,
        )
        self.assertEqual(run.returncode, 5)
        self.assertIn(b'stdout is closed', run.stderr)
        for content in self.images().values():
            support.png_pixels(content)

    def test_stdout_full(self):
        for words in (
            ['sample', '-m', 'tiny.safetensors', '-o', 'a.png'],
            ['models'],
            ['--version'],
            ['-h'],
            ['sample', '-h'],
            ['info', 'tiny.safetensors'],
            ['sample', '-m', 'tiny.safetensors', '-o', '-'],
        ):
            with self.subTest(words), open('/dev/full', 'wb') as full:
                run = self.weft(*words, status=5, stdout=full)
                self.assertIn(b'stdout', run.stderr)

    def test_reader_gone(self):
        for words in (
            ['sample', '-m', 'tiny.safetensors', '-n40', '-o', 'a_%d.png'],
            ['-h'],
            ['info', 'tiny.safetensors'],
        ):
            reader, writer = os.pipe()
            os.close(reader)
            run = self.weft(*words, status=5, stdout=writer)
            os.close(writer)
            self.assertEqual(run.stderr, b'')
        for content in self.images().values():
            support.png_pixels(content)

    def test_stderr_closed(self):
        """A file must never be opened under the number of a closed stream and then take the messages."""
        for closed in ('2>&-', '1>&- 2>&-', '0<&- 1>&- 2>&-'):
            run = subprocess.run(
                [
                    'sh',
                    '-c',
                    f'exec {support.WEFT} sample -m tiny.safetensors -o a_%d.png --overwrite '
                    f'--progress plain {closed}',
                ],
                cwd=self.folder,
                stdout=subprocess.PIPE,
                env=self.environment(),
                check=False,
            )
            self.assertEqual(run.returncode, 5)
            support.png_pixels(self.read('a_0.png'))
        with open('/dev/full', 'wb') as full:
            self.weft('sample', '--nonsense', status=2, stderr=full)

    # Disks

    def test_no_room(self):
        run = self.sample(3, status=5, preexec_fn=limit(resource.RLIMIT_FSIZE, 200))
        self.assertEqual(run.stderr.count(b'\n'), 1)
        self.assertIn(b'cannot write', run.stderr)
        self.assertEqual(self.images(), {})
        self.assertEqual([name for name in self.listing() if 'tmp' in name], [])

    def test_old_content_survives_a_full_disk(self):
        self.write('a_0.png', b'precious')
        self.sample(1, '--overwrite', status=5, preexec_fn=limit(resource.RLIMIT_FSIZE, 200))
        self.assertEqual(self.read('a_0.png'), b'precious')

    def test_leftovers_are_swept(self):
        self.write('.weft-0123456701234567.tmp', b'half a file of a run that was killed')
        self.sample(1)
        self.assertEqual(self.listing(), ['a_0.png', 'tiny.safetensors'])

    # Other resources

    def test_no_descriptor(self):
        few = limit(resource.RLIMIT_NOFILE, 5)
        for words in (['-o', 'a.png'], ['-n', '3', '-o', 'a_%d.png']):
            self.refused(6, 'ulimit -n', 'sample', '-m', 'tiny.safetensors', *words, preexec_fn=few)

    def test_no_address_space(self):
        """OpenBLAS would wait for its buffer for ever."""
        small = limit(resource.RLIMIT_AS, 150000 * 1024)
        self.write('a.png', support.pack_png(5, 4, 1, bytes(20)))
        self.refused(4, 'ulimit -v', 'score', '-m', 'tiny.safetensors', 'a.png', preexec_fn=small, timeout=60)

    # Signals

    def interrupt(self, number, status):
        self.weft('sample', '-m', 'digits', '-s5', '-n4', '-o', 'whole_%d.png', '--no-metadata')
        run = self.start(
            'sample', '-m', 'digits', '-s5', '-n', '100000', '-o', 'part_%d.png', '--no-metadata', '-j1'
        )
        while not any(name.startswith('part_') and name.endswith('.png') for name in self.listing()):
            self.assertIsNone(run.poll())
            time.sleep(0.01)
        run.send_signal(number)
        begun = time.monotonic()
        output, message = run.communicate()
        self.assertEqual(run.returncode, status)
        self.assertEqual(message.count(b'\n'), 1)
        self.assertIn(b'of 100000 images are saved (', message.replace(b'; add', b' (add'))
        self.assertIn(b'--resume', message)
        saved = [name for name in self.listing() if name.startswith('part_') and name.endswith('.png')]
        self.assertGreaterEqual(len(saved), output.count(b'\n'))
        for name in saved:
            support.png_pixels(self.read(name))
        self.assertNotIn('.part_manifest.lock', self.listing())
        count = max(4, len(saved))
        self.weft(
            'sample',
            '-m',
            'digits',
            '-s5',
            '-n',
            str(count),
            '-o',
            'part_%d.png',
            '--no-metadata',
            '--resume',
        )
        for i in range(4):
            self.assertEqual(self.read(f'part_{i}.png'), self.read(f'whole_{i}.png'))
        return time.monotonic() - begun

    def test_interrupted(self):
        self.interrupt(signal.SIGINT, 130)

    def test_terminated(self):
        self.interrupt(signal.SIGTERM, 143)

    def test_killed(self):
        """After the hardest end, the same run goes on with what is there."""
        run = self.start('sample', '-m', 'digits', '-s5', '-n', '40', '-o', 'part_%d.png', '--no-metadata')
        while 'part_0.png' not in self.listing():
            self.assertIsNone(run.poll())
            time.sleep(0.01)
        run.kill()
        run.communicate()
        self.weft(
            'sample', '-m', 'digits', '-s5', '-n', '20', '-o', 'part_%d.png', '--no-metadata', '--resume'
        )
        self.weft('sample', '-m', 'digits', '-s5', '-n', '20', '-o', 'whole_%d.png', '--no-metadata')
        for i in range(20):
            self.assertEqual(self.read(f'part_{i}.png'), self.read(f'whole_{i}.png'))


if __name__ == '__main__':
    support.main()

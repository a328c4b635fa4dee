#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Options and arguments: what is refused, how it is said, and that nothing is written before all
of it is valid."""

import support

# Arguments (words, or a list where spaces matter), exit status, what the message must hold.
REFUSED = [
    # The program itself
    ('', 2, 'weft sample'),
    ('smaple', 2, "did you mean 'weft sample'?"),
    ('zzz', 2, 'see weft -h'),
    ('-V', 2, "unknown option '-V'"),
    ('help smaple', 2, "did you mean 'weft sample'?"),
    # Unknown, missing, twice
    ('sample --cuont 3', 2, "did you mean '--count'?"),
    ('sample --coun 3', 2, "did you mean '--count'?"),
    ('sample --frobnicate', 2, 'see weft sample -h'),
    ('sample -z', 2, "no option '-z'"),
    ('sample -qz', 2, "no option '-z'"),
    ('sample --limit 3', 2, "no option '--limit'"),
    ('sample --count', 2, '--count needs a value'),
    ('sample -n', 2, '--count needs a value'),
    ('sample --output --json', 2, '--output needs a value'),
    ('sample -n 1 --count 1', 2, '--count is given twice'),
    ('sample --json --json', 2, '--json is given twice'),
    ('sample --json=yes', 2, '--json takes no value'),
    ('sample -q -v', 2, 'contradict'),
    ('sample picture.png', 2, 'too many'),
    ('score', 2, 'score needs'),
    ('info', 2, 'info needs'),
    ('info a b', 2, 'too many'),
    ('replay', 2, 'replay needs'),
    ('forward --bytes x', 2, 'needs --output'),
    ('forward -o x', 2, 'needs --bytes'),
    # Whole numbers
    *(
        (f'sample --count={text}', 2, '1 to 1000000')
        for text in (
            '0',
            '-1',
            '1000000000',
            '99999999999999999999',
            '4.5',
            '4,5',
            '0x10',
            '+4',
            '1e3',
            '\u0664',
        )
    ),
    (['sample', '--count', ' 4'], 2, '1 to 1000000'),
    ('sample --count=', 2, '1 to 1000000'),
    ('sample -j -1', 2, '0 to 256'),
    ('sample -j 257', 2, '0 to 256'),
    ('score x --limit 0', 2, 'from 1'),
    ('sample --top-k 0', 2, '1 to 256'),
    # Seeds
    ('sample -s four', 2, '18446744073709551615'),
    ('sample -s 18446744073709551616', 2, '18446744073709551615'),
    ('sample -s 1.0', 2, '18446744073709551615'),
    ('sample -s --1', 2, '18446744073709551615'),
    # Temperatures
    *(
        (['sample', f'--temperature={text}'], 2, '0.001 to 1000')
        for text in ('-1', 'nan', 'inf', '1e-45', '1e30', '0,5', '0.0001', '1001', '.5', '1.5.5', '', ' 1')
    ),
    ('sample --top-p 0', 2, 'to 1'),
    ('sample --top-p 1.5', 2, 'to 1'),
    # Choices
    ('sample --precision f64', 2, 'f32, bf16, int8, auto'),
    ('sample --progress loud', 2, 'auto, plain, json, none'),
    ('sample --attention quadratic', 2, 'linear, softmax'),
    ('bench --attention linear,foo', 2, 'softmax-recomputed'),
    ('bench --batch 1,0', 2, '1 to 4096'),
    ('bench --batch 1,,2', 2, '1 to 4096'),
    ('bench --shape mnist', 2, '--random-weights'),
    ('bench --random-weights', 2, '--shape'),
    ('bench --shape 1,2,3 --random-weights', 2, 'L,H,d,F,N'),
    ('bench --shape 1,3,8,8,10 --random-weights', 2, '3 heads do not divide'),
    ('bench --shape mnist --random-weights -m tiny.safetensors', 2, 'contradict'),
    ('bench -m tiny.safetensors --steps 20', 2, '1 to 19'),
    ('bench -m tiny.safetensors --at 20', 2, 'the model has 19'),
    ('bench -m tiny.safetensors --at 1 --steps 1', 2, 'contradict'),
    ('bench --table paper --batch 4', 2, 'contradict'),
    ('bench --table paper --precision f32,int8', 2, 'one precision'),
    ('bench --precision int4', 2, 'bf16'),
    ('check -m tiny.safetensors --steps 20', 2, '1 to 19'),
    # Options that need or exclude each other
    ('sample --from a.png', 2, '--keep'),
    ('sample --keep 3', 2, '--from'),
    ('sample --overwrite --resume', 2, 'contradict'),
    ('sample -o - --json', 2, 'stdout'),
    ('sample -o - --resume', 2, 'stdout'),
    # What only the model can tell
    *(
        (['sample', '-m', 'tiny.safetensors', '--from', 'a.png', f'--keep={text}'], 2, '5 x 4')
        for text in ('0', '21', 'rows=0', 'rows=5', 'rows=', 'rows=-1', 'columns=1', '1.5', ' 1')
    ),
    ('sample -m mixture.safetensors --top-k 3', 2, 'categorical'),
    ('sample -m mixture.safetensors --top-p 0.5', 2, 'categorical'),
    # Names of output
    ('sample -m tiny.safetensors -n 2 -o a.png', 2, 'a number in the name'),
    ('sample -m tiny.safetensors -n 2 -o -', 2, 'one picture'),
    ('sample -m tiny.safetensors -o %d%d.png', 2, 'more than one number'),
    ('sample -m tiny.safetensors -o %s.png', 2, '%%'),
    ('sample -m tiny.safetensors -o %5d.png', 2, '%%'),
    ('sample -m tiny.safetensors -o %00d.png', 2, '%%'),
    ('sample -m tiny.safetensors -o %099d.png', 2, '%%'),
    ('sample -m tiny.safetensors -o a%', 2, '%%'),
    ('sample -m tiny.safetensors -o %d/a.png', 2, "folder's name"),
    ('sample -m tiny.safetensors -o there/', 2, 'folder'),
    ('sample -m tiny.safetensors -o there', 2, 'folder'),
    ('sample -m tiny.safetensors -o ..', 2, 'folder'),
    ('sample -m tiny.safetensors -o a.jpg', 2, '.png'),
    ('sample -m tiny.safetensors -o ' + 'x' * 256, 2, '255 bytes'),
    ('sample -m tiny.safetensors -o tiny.safetensors --overwrite', 2, 'read from'),
    ('sample -m tiny.safetensors -o link --overwrite', 2, 'read from'),
    ('sample -m tiny.safetensors -o missing/a.png', 5, 'does not exist'),
    ('sample -m tiny.safetensors -o there.png', 5, '--overwrite'),
    ('forward -m tiny.safetensors --bytes raw -o there.png', 5, '--overwrite'),
    ('forward -m tiny.safetensors --bytes raw -o raw --overwrite', 2, 'read from'),
    # Frames
    *((f'frames --range {text}', 2, '--range') for text in ('5', '9:5', '1:2:3', 'a:b', ':', '-1:3', '1.5:2')),
    ('frames -m tiny.safetensors --range 1:21', 2, 'from 0 to 20'),
    ('frames --every 0', 2, 'from 1'),
    ('frames --every 2 --rows', 2, 'contradict'),
    ('frames --start-number 2', 2, '0 to 1'),
    ('frames --scale 0', 2, '1 to 256'),
    ('frames --scale 1.5', 2, '1 to 256'),
    ('frames --format mp4', 2, 'png, apng, gif, webp'),
    ('frames --fps 10', 2, 'animations'),
    ('frames --hold 1', 2, 'animations'),
    ('frames --loop 1', 2, 'animations'),
    ('frames --format gif --fps 30', 2, '33.3, 25'),
    ('frames --format apng --fps 0', 2, '0.1 to 100'),
    ('frames --format gif --loop 65536', 2, '0 to 65535'),
    ('frames --format gif --resume', 2, '--overwrite'),
    ('frames -m tiny.safetensors --format gif -o a.png', 2, '.gif'),
    ('frames -m tiny.safetensors --format webp -o a.gif', 2, '.webp'),
    ('frames -m tiny.safetensors -o a.gif', 2, '.png'),
    ('frames -m tiny.safetensors --format apng -o there.png', 5, '--overwrite'),
    ('frames -r a.png -m tiny.safetensors', 2, 'contradict'),
    ('frames -r a.png -s 3', 2, 'contradict'),
    ('frames -r missing.png', 3, 'missing.png'),
    ('frames -r there.png', 3, 'there.png'),
    ('frames -m tiny.safetensors -o a.png', 2, 'a number in the name'),
    ('frames -m tiny.safetensors -o there.png --range 5:5', 5, '--overwrite'),
    # Sheets
    ('sheet', 2, 'needs --grid'),
    *(
        (['sheet', '--grid', text], 2, '--grid is')
        for text in (
            'size=1..3',
            'seed',
            'seed=',
            'seed=3',
            'seed=3..1',
            'seed=-1..3',
            'seed=0..1024',
            'seed=0..18446744073709551615',
            'temperature=1:2',
            'temperature=1:2:0',
            'temperature=2:1:0.1',
            'temperature=0:1:0,1',
            'temperature=0:1001:1',
            'temperature=1:900:0.001',
            'model=',
            'model=a,,b',
        )
    ),
    ('sheet --grid seed=1..2 --grid seed=3..4', 2, 'the same'),
    ('sheet --grid seed=1..2 --grid model=a,b --grid temperature=0:1:1', 2, 'twice'),
    ('sheet --grid seed=1..100 --grid temperature=0:1:0.01', 2, '10100 cells'),
    ('sheet --grid seed=1..2 -s 4', 2, 'contradict'),
    ('sheet --grid temperature=1:2:1 -t 1', 2, 'contradict'),
    ('sheet --grid model=a -m b', 2, 'contradict'),
    ('sheet --grid model=tiny.safetensors,nothing-of-this-name', 3, 'nothing-of-this-name'),
    ('sheet -m tiny.safetensors --grid seed=1..2 -o a.gif', 2, '.png'),
    ('sheet -m tiny.safetensors --grid seed=1..2 --cells a.png', 2, 'a number in the name'),
    ('sheet -m tiny.safetensors --grid seed=1..2 -o there.png', 5, '--overwrite'),
    # Checkpoints
    ('sample -m nothing-of-this-name', 3, 'nothing-of-this-name'),
    ('sample -m ./missing.safetensors', 3, 'missing.safetensors'),
    ('sample -m raw.safetensors', 3, 'raw.safetensors'),
    ('sample -m bare.safetensors', 2, 'heads'),
    ('sample -m bare.safetensors --heads 3 --attention linear --width 5 --height 4 --mode gray8', 3, '3'),
    ('sample -m tiny.safetensors --heads 4', 3, 'heads'),
]


class Options(support.TestCase):
    def setUp(self):
        super().setUp()
        self.write('tiny.safetensors', support.tiny_checkpoint())
        self.write('mixture.safetensors', support.tiny_checkpoint(output='mixture-of-logistics'))
        self.write('bare.safetensors', support.tiny_checkpoint(output='mixture-of-logistics', metadata={}))
        self.write('raw.safetensors', b'no checkpoint')
        self.write('raw', bytes(10))
        self.write('there.png', b'precious')
        support.os.mkdir(self.path('there'))
        support.os.symlink('tiny.safetensors', self.path('link'))

    def test_refused(self):
        for words, status, fragment in REFUSED:
            with self.subTest(words):
                self.refused(status, fragment, *(words.split() if isinstance(words, str) else words))

    def test_help_wins(self):
        for word in ('-h', '--help'):
            self.assertIn(b'usage: weft sample', self.weft('sample', word).stdout)
        self.assertIn(b'usage: weft score', self.weft('score', '-h', '--nonsense').stdout)

    def test_bytes(self):
        """Any file name works: not UTF-8, with a line feed, long, or like an option."""
        for name in (
            b'\xff\xfe.png',
            b'a\nb.png',
            b'-rf',
            b'--',
            b'x' * 251 + b'.png',
            '\u202egnp.a.png'.encode(),
        ):
            with self.subTest(name):
                self.weft('sample', '-qm', 'tiny.safetensors', '-s1', b'--output=' + name)
                self.assertTrue(support.os.path.exists(self.folder.encode() + b'/' + name))

    def test_names_are_shown_escaped(self):
        for name in (b'a\nb', b'a\x1b[31mb', '\u202ea'.encode(), b'\xff', b'z' * 130000):
            run = self.weft('info', name, status=3)
            self.assertEqual(run.stderr.count(b'\n'), 1)
            self.assertNotIn(b'\x1b', run.stderr)
            self.assertNotIn('\u202e'.encode(), run.stderr)
            self.assertLess(len(run.stderr), 400)
            run.stderr.decode()

    def test_end_of_options(self):
        self.write('-v', support.tiny_checkpoint())
        self.assertIn(b'checkpoint', self.weft('info', '--', '-v').stdout)

    def test_many_arguments(self):
        line = self.refused(3, 'cannot', 'score', '-m', 'tiny.safetensors', *(['missing.png'] * 100000))
        self.assertIn('missing.png', line)

    def test_seeds(self):
        for seed in ('0', '18446744073709551615'):
            self.assertEqual(
                self.json('sample', '-m', 'tiny.safetensors', '-s', seed, '--json', '-o', seed + '.png')[
                    'seed'
                ],
                seed,
            )
        random = {
            self.json('sample', '-m', 'tiny.safetensors', '-s', '-1', '--json', '-o', f'{i}.png')['seed']
            for i in range(1, 4)
        }
        self.assertEqual(len(random), 3)

    def test_forms_of_an_option(self):
        for words in (['-s', '7'], ['-s7'], ['--seed', '7'], ['--seed=7'], ['-qs7']):
            self.weft(
                'sample', '-m', 'tiny.safetensors', '--overwrite', '-o', 'a.png', '--no-metadata', *words
            )
            first = self.read('a.png') if words == ['-s', '7'] else first
            self.assertEqual(self.read('a.png'), first)


if __name__ == '__main__':
    support.main()

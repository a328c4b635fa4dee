#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""weft sheet: every cell is the picture that weft sample would paint, in its place, with its recipe."""

import json
import resource

import support

RECIPE = b'io.github.weft_studio.Weft.recipe\0'


class Sheet(support.TestCase):
    def setUp(self):
        super().setUp()
        self.write('tiny.safetensors', support.tiny_checkpoint())

    def sheet(self, *arguments, **options):
        return self.weft('sheet', '-m', 'tiny.safetensors', '-o', 'sheet.png', *arguments, **options)

    def cell(self, column, row, scale=4, width=5, height=4):
        """Pixels of one place of an unlabelled sheet, one a pixel."""
        sheet_width, _, channels, pixels = support.png_pixels(self.read('sheet.png'))
        gutter = 2 * scale
        out = b''
        for y in range(height):
            for x in range(width):
                left = gutter + column * (width * scale + gutter) + x * scale
                top = gutter + row * (height * scale + gutter) + y * scale
                at = (top * sheet_width + left) * channels
                out += pixels[at : at + channels]
        return out

    def sample(self, *words):
        self.weft('sample', '-m', 'tiny.safetensors', '-o', 'one.png', '--overwrite', *words)
        return support.png_pixels(self.read('one.png'))[3]

    def recipes(self):
        return support.png_recipe(self.read('sheet.png'))

    def test_two_axes(self):
        run = self.sheet('--grid', 'temperature=0.7:1.3:0.1', '--grid', 'seed=1..4')
        self.assertEqual(run.stdout, b'sheet.png  28 images in 7 columns and 4 rows\n')
        document = self.recipes()
        self.assertEqual((document['format'], document['columns']), ('weft-sheet', 7))
        temperatures = [cell['temperatures'][0]['temperature'] for cell in document['cells']]
        self.assertEqual(temperatures, [0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3] * 4)
        seeds = [cell['seed'] for cell in document['cells']]
        self.assertEqual(seeds, [seed for seed in '1234' for _ in range(7)])
        for column, row in ((0, 0), (6, 3), (2, 1)):
            words = ['-s', str(row + 1), '-t', f'0.{7 + column}' if column < 3 else f'1.{column - 3}']
            self.assertEqual(self.cell(column, row), self.sample(*words))

    def test_one_axis_is_folded(self):
        """64 seeds are eight rows of eight."""
        self.sheet('--grid', 'seed=0..63')
        width, height, _, _ = support.png_pixels(self.read('sheet.png'))
        self.assertEqual((width, height), (8 + 8 * (20 + 8), 8 + 8 * (16 + 8)))
        self.assertEqual(self.recipes()['columns'], 8)
        self.assertEqual([cell['seed'] for cell in self.recipes()['cells']], [str(i) for i in range(64)])
        for seed in (0, 7, 8, 63):
            self.assertEqual(self.cell(seed % 8, seed // 8), self.sample('-s', str(seed)))

    def test_models(self):
        self.write('other.safetensors', support.tiny_checkpoint(mode='indexed8', width=3, height=2))
        self.weft('sheet', '--grid', 'model=./tiny.safetensors,other.safetensors', '-s7', '--labels')
        self.assertEqual([cell['checkpoint']['name'] for cell in self.recipes()['cells']], ['tiny', 'other'])
        self.assertEqual({cell['seed'] for cell in self.recipes()['cells']}, {'7'})

    def test_random_seed_is_drawn_once(self):
        self.sheet('--grid', 'temperature=0.5:1:0.25')
        self.assertEqual(len({cell['seed'] for cell in self.recipes()['cells']}), 1)

    def test_cells(self):
        self.sheet('--grid', 'seed=3..5', '--cells', 'cell_%02d.png')
        for i in range(3):
            self.sample('-s', str(3 + i))
            self.assertEqual(self.read(f'cell_0{i}.png'), self.read('one.png'))
            self.assertEqual(support.png_recipe(self.read('one.png')), self.recipes()['cells'][i])

    def test_labels_and_scale(self):
        sizes = []
        for words in (['--scale', '2'], ['--labels', '--scale', '2'], ['--labels', '--scale', '6']):
            self.sheet('--grid', 'seed=1..4', '--overwrite', *words)
            sizes.append(support.png_pixels(self.read('sheet.png'))[:2])
        self.assertEqual(sizes[0], (4 + 2 * (10 + 4), 4 + 2 * (8 + 4)))
        self.assertEqual(sizes[1][0], sizes[0][0])
        self.assertGreater(sizes[1][1], sizes[0][1])
        self.assertEqual(sizes[2], tuple(3 * size for size in sizes[1]))

    def test_same_bytes(self):
        seen = set()
        for words in (['-j1'], ['-j2'], ['-o', '-']):
            run = self.weft(
                'sheet', '-m', 'tiny.safetensors', '--grid', 'seed=1..4', '--overwrite', '--labels', *words
            )
            seen.add(run.stdout if '-' in words else self.read('sheet.png'))
        self.assertEqual(len(seen), 1)

    def test_without_recipes(self):
        self.sheet('--grid', 'seed=1..4', '--no-metadata')
        self.assertNotIn(RECIPE, self.read('sheet.png'))

    def test_json(self):
        run = self.sheet('--grid', 'seed=1..5', '--json')
        self.assertEqual(json.loads(run.stdout), {'file': 'sheet.png', 'cells': 5, 'columns': 3, 'rows': 2})

    def test_existing_files(self):
        self.write('cell_2.png', b'precious')
        words = ['sheet', '-m', 'tiny.safetensors', '--grid', 'seed=1..4']
        self.refused(5, 'cell_2.png', *words, '--cells', 'cell_%d.png')
        self.write('sheet.png', b'precious')
        self.refused(5, 'sheet.png', *words)
        self.weft(*words, '--cells', 'cell_%d.png', '--overwrite')
        self.assertNotEqual(self.read('cell_2.png'), b'precious')

    def test_no_room(self):
        self.write('sheet.png', b'precious')

        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))

        self.sheet('--grid', 'seed=1..4', '--overwrite', status=5, preexec_fn=limit)
        self.assertEqual(self.read('sheet.png'), b'precious')


if __name__ == '__main__':
    support.main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""test-recipe.py WEFT: the training recipe: its parallel form is the format's recurrence, its likelihood the engine's."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
RECIPE = os.path.join(ROOT, 'data', 'checkpoints', 'train')
DATA = os.path.join(ROOT, 'tests', 'data')
WEFT = sys.argv.pop(1)
sys.path.insert(0, RECIPE)

import numpy as np
import torch

import container
import images
import measure
import model
import states


def recurrence(q, k, v):
    """Linear attention of one head, step by step as FORMAT.md writes it. q, k, v: [steps, E]."""
    phi = lambda t: torch.where(t > 0, t + 1, t.exp())
    s, z, rows = torch.zeros(q.shape[1], q.shape[1]).double(), torch.zeros(q.shape[1]).double(), []
    for i in range(len(q)):
        z += phi(k[i])
        s += torch.outer(phi(k[i]), v[i])
        rows.append(phi(q[i]) @ s / (phi(q[i]) @ z + 1e-6))
    return torch.stack(rows)


class Formulas(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(1)

    def test_feature_map_has_the_slope_of_its_formula(self):
        t = torch.tensor([-30, -2, -0.5, 0.5, 3], dtype=torch.double, requires_grad=True)
        self.assertTrue(torch.autograd.gradcheck(model.FeatureMap.apply, t))

    def test_chunks_are_the_recurrence(self):
        q, k, v = torch.randn(3, 1, 1, 75, 8, dtype=torch.double) * 2
        expected = recurrence(q[0, 0], k[0, 0], v[0, 0])
        for chunk in (1, 7, 32, 75, 100):
            found = model.linear_attention(q, k, v, chunk)[0, 0]
            self.assertLess((found - expected).abs().max(), 1e-12, chunk)

    def test_no_output_sees_a_later_value(self):
        for attention in ('linear', 'softmax'):
            config = model.Config(2, 2, 16, 32, 7, 7, 'indexed8', 6, 6, attention, context_offsets=(6, 5, 1))
            network = model.Model(config)
            x = torch.randint(7, (1, 36))
            y = network(x)
            x[0, 20] = (x[0, 20] + 1) % 7
            changed = (network(x) - y).abs().amax(-1)[0] > 0
            self.assertEqual(changed.nonzero()[0].item(), 20, attention)

    def test_mixture_of_logistics_is_the_engine_s(self):
        vectors, _ = container.read(os.path.join(DATA, 'mixture-of-logistics.safetensors'))
        y = vectors['y'].double()
        found = model.logistic_nats(y, vectors['target'].long())
        self.assertLess((found - vectors['nll_f64']).abs().max(), 1e-9)
        every = model.logistic_nats(y[:, None].expand(-1, 256, -1), torch.arange(256).expand(16, -1))
        self.assertLess((every + vectors['logp_f64']).abs().max(), 1e-9)


class Files(unittest.TestCase):
    def test_bundled_checkpoints_measure_as_the_engine_scores_them(self):
        for name, data in (('characters', 'nouns32-200.idx.gz'), ('digits', 'mnist-200.idx.gz')):
            checkpoint = os.path.join(ROOT, 'data', 'checkpoints', name + '.safetensors')
            network, palette = measure.load(checkpoint)
            values = images.to_values(images.read_idx(os.path.join(DATA, data))[:4], palette)
            score = subprocess.run([WEFT, 'score', '-m', checkpoint, os.path.join(DATA, data), '--limit', '4', '--json'],
                                   check=True, capture_output=True, text=True)
            self.assertAlmostEqual(measure.bits_per_dim(network, values), json.loads(score.stdout)['bits_per_dim'],
                                   delta=0.0005, msg=name)

    def test_colours_come_back_from_their_palette(self):
        pictures = images.read_idx(os.path.join(DATA, 'nouns32-200.idx.gz'))
        palette = images.make_palette(pictures)
        values = images.to_values(pictures, palette)
        self.assertTrue((palette[values.numpy()].reshape(pictures.shape) == pictures).all())
        with self.assertRaises(SystemExit):
            images.to_values(pictures, palette[1:])

    def test_shifts_move_pixels_and_nothing_else(self):
        values = torch.arange(25, dtype=torch.uint8)[None].repeat(40, 1)
        moved = images.shift(values, (5, 5), 1, torch.Generator().manual_seed(3)).view(40, 5, 5).long()
        differences = moved[:, 2, 2] - 12
        self.assertEqual(set(differences.tolist()), {5 * y + x for y in (-1, 0, 1) for x in (-1, 0, 1)})
        self.assertTrue((moved[:, 1:4, 1:4] - 12 - differences[:, None, None] == torch.tensor(
            [[-6, -5, -4], [-1, 0, 1], [4, 5, 6]])).all())

    def test_each_pass_sees_every_image_once(self):
        batches = images.Batches(torch.arange(10)[:, None], (1, 1), 3, 5, 0)
        seen = torch.cat([batches[step][:, 0] for step in range(10)]).view(3, 10)
        self.assertTrue((seen.sort(1).values == torch.arange(10)).all())
        self.assertFalse((seen[0] == seen[1]).all())

    def test_state_comes_in_parts_of_bounded_size(self):
        parts = states.split({str(i): torch.zeros(1 << 20) for i in range(9)})
        self.assertEqual([len(part) for part in parts], [3, 3, 3])


class Training(unittest.TestCase):
    """Whole runs of the program as README.md shows them, small."""

    def run_recipe(self, *arguments):
        command = [sys.executable, os.path.join(RECIPE, 'train.py'), os.path.join(DATA, 'mnist-200.idx.gz'),
                   '--size', 'tiny', '--batch', '2', '--threads', '1', *arguments]
        return subprocess.run(command, check=False, capture_output=True, text=True)

    def test_a_stopped_training_ends_as_one_that_was_not(self):
        with tempfile.TemporaryDirectory() as folder:
            whole, parts = (os.path.join(folder, name + '.safetensors') for name in ('whole', 'parts'))
            result = self.run_recipe('--steps', '3', '-o', whole)
            self.assertEqual(result.returncode, 0, result.stderr)
            for more in ([], ['--resume'], ['--resume']):
                self.run_recipe('--steps', '3', '-o', parts, '--stop-after', '0', *more)
            expected, found = container.read(whole)[0], container.read(parts)[0]
            self.assertEqual(list(expected), list(found))
            for name, tensor in expected.items():
                self.assertTrue(torch.equal(tensor, found[name]), name)
            self.assertIn('exists already', self.run_recipe('--steps', '3', '-o', whole).stderr)
            other = self.run_recipe('--steps', '3', '-o', whole, '--resume', '--seed', '2')
            self.assertIn('another training', other.stderr)

    def test_more_context_begins_where_the_checkpoint_ended(self):
        with tempfile.TemporaryDirectory() as folder:
            first, second = (os.path.join(folder, name + '.safetensors') for name in ('first', 'second'))
            self.run_recipe('--steps', '1', '-o', first, '--context', '28')
            result = self.run_recipe('--steps', '1', '--rate', '0', '-o', second, '--from', first,
                                     '--context', '28,2')
            self.assertEqual(result.returncode, 0, result.stderr)
            tensors, metadata = container.read(second)
            self.assertEqual((metadata['context_offsets'], metadata['steps']), ('28,2', '2'))
            self.assertFalse(tensors['context_embedding.1.weight'].any())
            for name, tensor in container.read(first)[0].items():
                self.assertTrue(torch.equal(tensor, tensors[name]), name)


if __name__ == '__main__':
    unittest.main(verbosity=2)

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""test-engine.py TRAIN-STEPS: the engine's training against the PyTorch recipe on the same weights and batch."""

import math
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(ROOT, 'data', 'checkpoints', 'train'))

import torch

import container
import model

PROGRAM = sys.argv.pop(1)
BATCH, STEPS, RATE = 3, 8, 1.2e-3
TOLERANCE = 1e-5  # of a gradient, relative to the largest of its tensor


def configs():
    """Both attentions, activations, outputs, every image mode; some 150 positions, more than a block."""
    gray = dict(image_mode='gray8', image_width=13, image_height=12, values=256)
    yield 'gray', model.Config(2, 2, 64, 256, outputs=256, context_offsets=(13, 12, 14, 26), **gray)
    yield 'gray, softmax', model.Config(2, 2, 64, 256, outputs=256, attention='softmax', **gray)
    yield 'mixture', model.Config(2, 4, 32, 48, outputs=30, output='mixture-of-logistics', activation='gelu', **gray)
    yield 'rgb', model.Config(2, 3, 36, 50, outputs=15, output='mixture-of-logistics', image_mode='rgb8', image_width=7,
                              image_height=7, values=256, context_offsets=(21, 3))
    yield 'indexed, softmax', model.Config(3, 2, 48, 100, outputs=9, image_mode='indexed8', image_width=12,
                                           image_height=12, values=9, attention='softmax', activation='gelu')


def make_values(config):
    """Images with something to learn: a walk among the values."""
    steps = torch.randint(-2, 3, (BATCH, config.steps + 1))
    return (steps.cumsum(1) % config.values).to(torch.uint8)


def save(path, network):
    tensors = {name: p.detach() for name, p in network.named_parameters()}
    tensors['pos_embedding.pe'] = network.pos_embedding.pe
    if network.config.image_mode == 'indexed8':
        tensors['palette'] = torch.zeros(network.config.values, 3, dtype=torch.uint8)
    container.write(path, tensors, network.config.metadata())


def run_engine(network, values, optimizer):
    with tempfile.TemporaryDirectory() as folder:
        begin, batch, out = (os.path.join(folder, name) for name in ('begin.safetensors', 'batch', 'out.safetensors'))
        save(begin, network)
        values.numpy().tofile(batch)
        subprocess.run([PROGRAM, begin, batch, str(BATCH), str(STEPS), optimizer, out], check=True)
        return container.read(out)[0]


def run_torch(network, values, optimizer):
    """The steps of train.py's Run.advance(), in double, so that the engine's rounding is all that is seen."""
    network.double()
    kind = {'adamw': torch.optim.AdamW, 'radam': torch.optim.RAdam}[optimizer]
    optimizer = kind(network.parameters(), lr=0, betas=(0.9, 0.98))
    average = {name: p.detach().clone() for name, p in network.named_parameters()}
    gradient, bits = {}, []
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group['lr'] = RATE * min(1, (step + 1) / 2) * (1 + math.cos(math.pi * step / (2 * STEPS))) / 2
        optimizer.zero_grad()
        loss = nats(network, values)
        loss.backward()
        if step == 0:
            gradient = {name: p.grad.clone() for name, p in network.named_parameters()}
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1)
        optimizer.step()
        decay = min(0.999, (step + 1) / (step + 11))
        with torch.no_grad():
            for name, p in network.named_parameters():
                average[name].lerp_(p, 1 - decay)
        bits.append(loss.item() / math.log(2))
    return gradient, bits, {name: p.detach() for name, p in network.named_parameters()}, average


def nats(network, values):
    """Model.nats() without its rounding to single precision."""
    y, target = network(values.long()), values[:, 1:].long()
    if network.config.output == 'categorical':
        return torch.nn.functional.cross_entropy(y.flatten(0, 1), target.flatten())
    return model.logistic_nats(y, target).mean()


def drift(found, expected, begin):
    """How far apart two trainings went, relative to the way they went. Not element by element: where a gradient is next to
    nothing, Adam makes a whole step of the sign of its rounding."""
    return ((found.double() - expected).norm() / (expected - begin).norm().clamp(min=1e-12)).item()


def distance(found, expected):
    """The largest difference, relative to the largest number."""
    return ((found.double() - expected).abs().max() / expected.abs().max().clamp(min=1e-12)).item()


class Engine(unittest.TestCase):
    def compare(self, config, optimizer):
        torch.manual_seed(1)
        network = model.Model(config)
        values = make_values(config)
        begin = {name: p.detach().clone().double() for name, p in network.named_parameters()}
        found = run_engine(network, values, optimizer)
        gradient, bits, weights, average = run_torch(network, values, optimizer)
        for step, expected in enumerate(bits):
            self.assertAlmostEqual(found['bits'][step].item(), expected, delta=1e-4)
        whole = max(g.abs().max() for g in gradient.values())
        for name, expected in gradient.items():
            if expected.abs().max() < 1e-9 * whole:  # a bias of softmax's keys has no effect
                self.assertLess(found['gradient/' + name].abs().max(), 1e-6 * whole, name)
                continue
            self.assertLess(distance(found['gradient/' + name], expected), TOLERANCE, name)
            for kind, ends in (('weights/', weights), ('average/', average)):
                self.assertLess(drift(found[kind + name], ends[name], begin[name]), 0.01, name)

    def test_adamw(self):
        for name, config in configs():
            with self.subTest(name):
                self.compare(config, 'adamw')

    def test_radam(self):
        for name, config in configs():
            with self.subTest(name):
                self.compare(config, 'radam')


if __name__ == '__main__':
    unittest.main(verbosity=2)

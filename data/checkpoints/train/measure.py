#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""measure.py CHECKPOINT DATA [--limit N]: bits/dim by PyTorch in f32, to lay beside what `weft score` says.

DATA is an IDX file, as for train.py. The parallel form, the likelihood and the sums are those of the training; nothing
of Weft's engine takes part, so that two figures that agree were found twice. Prints one number."""

import argparse
import math

import torch

import container
import images
from model import Config, Model

BATCH = 20


def load(path):
    """The network of a checkpoint, and its palette or None."""
    tensors, metadata = container.read(path)
    palette = tensors.pop('palette', None)
    tensors.pop('first_value_counts', None)
    network = Model(Config.of_checkpoint(tensors, metadata))
    network.load_state_dict({name: tensor.float() for name, tensor in tensors.items()})
    return network.eval(), None if palette is None else palette.numpy()


def bits_per_dim(network, values):
    """Mean over the predicted values of an image, then over images; sums in double."""
    with torch.no_grad():
        nats = [network.nats(part.long()).double().mean(1) for part in values.split(BATCH)]
    return torch.cat(nats).mean().item() / math.log(2)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('checkpoint')
    parser.add_argument('data')
    parser.add_argument('--limit', type=int)
    arguments = parser.parse_args()

    network, palette = load(arguments.checkpoint)
    values = images.to_values(images.read_idx(arguments.data)[:arguments.limit], palette)
    print(f'{bits_per_dim(network, values):.6f}')


if __name__ == '__main__':
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Trains a network on images and writes a checkpoint Weft paints from. README.md beside it says how."""

import argparse
import contextlib
import dataclasses
import math
import os
import signal
import time

# Threads that wait sleep: spinning makes a step several times slower where others use the machine too.
os.environ.setdefault('OMP_WAIT_POLICY', 'passive')

import torch

import container
import images
import states
from model import Config, Model

SIZES = {'tiny': (2, 2, 64, 256), 'small': (4, 4, 128, 512), 'paper': (8, 8, 256, 1024)}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add('data', help='IDX file of training images, N x H x W or N x H x W x 3, .gz or not')
    add('-o', '--output', required=True, metavar='MODEL.safetensors', help='the checkpoint to write')
    add('--test', metavar='IDX', help='images that are not trained on, to measure bits/dim with')
    add('--test-images', type=int, default=200, metavar='N', help='how many of them (200)')
    add('--test-every', type=int, default=500, metavar='STEPS', help='how often (500)')
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument('--steps', type=int, help='train for so many steps')
    length.add_argument('--hours', type=float, help='train for so long by the wall clock')
    add('--from', dest='origin', metavar='FILE.safetensors', help='begin with the weights of this checkpoint')
    add('--resume', action='store_true', help='go on from the state beside MODEL.safetensors')
    add('--size', choices=SIZES, default='small', help='2, 4 or 8 layers and heads of 64, 128 or 256 (small)')
    add('--attention', choices=('linear', 'softmax'), default='linear')
    add('--output-head', choices=('categorical', 'mixture-of-logistics'), default='categorical')
    add('--mode', choices=('gray8', 'rgb8', 'indexed8'), help='default: gray8, or indexed8 up to 256 colours')
    add('--context', metavar='OFFSETS', help='values back from the predicted one; "": none')
    add('--batch', type=int, default=8, help='images a step (8)')
    add('--optimizer', choices=('adamw', 'radam'), default='adamw')
    add('--rate', type=float, default=1.2e-3, help='highest learning rate (1.2e-3)')
    add('--warm-up', type=int, default=300, metavar='STEPS', help='steps to reach it (300)')
    add('--average', type=float, default=0.999, help='decay of the averaged weights (0.999)')
    add('--shift', type=int, default=0, metavar='PIXELS', help='move images by up to so much, at random (0)')
    add('--seed', type=int, default=0)
    add('--threads', type=int, default=os.cpu_count(), help='processor threads (all)')
    add('--save-every', type=float, default=5, metavar='MINUTES', help='how often the state is saved (5)')
    add('--stop-after', type=float, default=math.inf, metavar='MINUTES', help='save the state and end')
    add('--f32', action='store_true', help='faster where the processor has no bfloat16 products')
    add('--small-state', action='store_true', help='keep moments and average as bfloat16, not exact')
    add('--bf16', action='store_true', help='write the checkpoint as BF16 instead of F32')
    for fact in ('title', 'dataset', 'licence'):
        add('--' + fact, default='', help='kept in the checkpoint')
    return parser.parse_args()


def default_context(width, channels):
    """Above, above right, above left, two above; in rgb8 of the same channel, and the pixel before."""
    above = tuple(channels * offset for offset in (width, width - 1, width + 1, 2 * width))
    return above if channels == 1 else above + (2, channels)


def choose_config(options, data, palette):
    """The network asked for, fitted to the images."""
    layers, heads, width, feed_forward = SIZES[options.size]
    values = 256 if palette is None else len(palette)
    mode = 'gray8' if data.ndim == 3 else 'rgb8' if palette is None else 'indexed8'
    offsets = default_context(data.shape[2], 3 if mode == 'rgb8' else 1)
    return Config(layers=layers, heads=heads, width=width, feed_forward=feed_forward, values=values,
                  outputs=values if options.output_head == 'categorical' else 30,
                  image_mode=mode, image_width=data.shape[2], image_height=data.shape[1],
                  attention=options.attention, output=options.output_head, context_offsets=offsets)


def load_weights(model, tensors):
    """Copies weights; a context table the file does not have begins as zeros and so changes nothing."""
    for name, tensor in model.state_dict().items():
        if name in tensors:
            tensor.copy_(tensors[name])
        elif name.startswith('context_embedding.'):
            tensor.zero_()


def replace_context(config, text, begun):
    """The offsets of --context; a checkpoint's own stay at their places, for its tables belong to them."""
    offsets = tuple(int(offset) for offset in text.split(',') if offset)
    own = config.context_offsets if begun else ()
    if offsets[:len(own)] != own:
        raise SystemExit(f'--context {text}: must begin with the offsets of the checkpoint, {own}')
    return dataclasses.replace(config, context_offsets=offsets)


def make_model(options, data):
    """The network by --from or by the options, its palette or None, the steps already in its weights."""
    tensors, metadata = container.read(options.origin) if options.origin else ({}, {})
    if options.origin:
        palette = tensors.get('palette')
        palette = palette if palette is None else palette.numpy()
        config = Config.of_checkpoint(tensors, metadata)
    else:
        wants_palette = data.ndim == 4 and options.mode in (None, 'indexed8')
        palette = images.make_palette(data) if wants_palette else None
        config = choose_config(options, data, palette)
    sizes = (config.image_height, config.image_width)
    channels = () if config.image_mode == 'gray8' else (3,)
    if data.shape[1:] != sizes + channels or options.mode not in (None, config.image_mode):
        raise SystemExit(f'{options.data}: images of {" x ".join(map(str, data.shape[1:]))} bytes do not fit '
                         f'{options.mode or config.image_mode} of {" x ".join(map(str, sizes))}')
    if options.context is not None:
        config = replace_context(config, options.context, options.origin)
    torch.manual_seed(options.seed)
    model = Model(config)
    if options.origin:
        load_weights(model, tensors)
    return model, palette, int(metadata.get('steps', 0))


class Run:
    """One training: the model, its moments and averaged weights, how many steps and seconds are behind it."""

    def __init__(self, options, model, batches):
        self.options, self.model, self.batches = options, model, batches
        self.device = 'cuda' if torch.cuda.is_available() else 'cpu'
        model.to(self.device)
        kind = {'adamw': torch.optim.AdamW, 'radam': torch.optim.RAdam}[options.optimizer]
        self.optimizer = kind(model.parameters(), lr=0, betas=(0.9, 0.98))
        self.average = {name: p.detach().clone() for name, p in model.named_parameters()}
        self.step, self.seconds = 0, 0.0

    def identity(self):
        """What a state must agree on for its training to be this one."""
        o = self.options
        return f'{self.model.config}, {o.optimizer}, batch {o.batch}, seed {o.seed}, shift {o.shift}'

    def progress(self):
        """How much of the training is done, 0 to 1."""
        o = self.options
        return min(1, self.step / o.steps if o.steps else self.seconds / (3600 * o.hours))

    def rate(self):
        """Linear warm-up, then half a cosine down to nothing."""
        warm = min(1, (self.step + 1) / self.options.warm_up)
        return self.options.rate * warm * (1 + math.cos(math.pi * self.progress())) / 2

    def nats(self, values):
        with torch.autocast(self.device, torch.bfloat16, enabled=not self.options.f32):
            return self.model.nats(values.to(self.device).long())

    def advance(self):
        """One step; returns its bits/dim."""
        began = time.monotonic()
        for group in self.optimizer.param_groups:
            group['lr'] = self.rate()
        self.optimizer.zero_grad()
        loss = self.nats(self.batches[self.step]).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1)
        self.optimizer.step()
        self.step += 1
        decay = min(self.options.average, self.step / (self.step + 10))
        with torch.no_grad():
            for name, p in self.model.named_parameters():
                self.average[name].lerp_(p, 1 - decay)
        self.seconds += time.monotonic() - began
        return loss.item() / math.log(2)

    @contextlib.contextmanager
    def averaged(self):
        """The averaged weights in place of the latest ones."""
        latest = {name: p.detach().clone() for name, p in self.model.named_parameters()}
        self.model.load_state_dict(self.average, strict=False)
        yield
        self.model.load_state_dict(latest, strict=False)

    def measure(self, values, batch=20):
        """Bits/dim of the averaged weights: mean over the values of an image, then over images."""
        with torch.no_grad(), self.averaged():
            nats = [self.nats(part).double().mean(1) for part in values.split(batch)]
        return torch.cat(nats).mean().item() / math.log(2)


def export(path, run, palette, steps, bits):
    """Writes the averaged weights as a checkpoint. steps: in all, those of --from included."""
    config, options = run.model.config, run.options
    counts = torch.bincount(run.batches.values[:, 0].long(), minlength=config.values).float()
    dtype = torch.bfloat16 if options.bf16 else torch.float32
    tensors = {name: run.average[name].to(dtype) for name, _ in run.model.named_parameters()}
    tensors['pos_embedding.pe'] = run.model.pos_embedding.pe
    tensors['first_value_counts'] = counts
    if palette is not None:
        tensors['palette'] = torch.from_numpy(palette)
    precision = 'f32' if options.f32 else 'bfloat16'
    facts = {'title': options.title or os.path.splitext(os.path.basename(path))[0],
             'dataset': options.dataset, 'licence': options.licence, 'steps': str(steps),
             'trained_with': f'PyTorch {torch.__version__}, {precision}, {run.device}, '
                             f'{run.seconds / 3600:.2f} hours',
             'bits_per_dim': f'{bits:.4f}' if bits is not None else ''}
    facts = {key: text for key, text in facts.items() if text}
    container.write(path, tensors, {**config.metadata(), **facts})


def train(run, test, folder):
    """Steps until the training is done or is told to stop; returns whether it is done."""
    stop, began, saved, losses = [], time.monotonic(), time.monotonic(), []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.append(True))
    while run.progress() < 1:
        losses.append(run.advance())
        now = time.monotonic()
        if run.step % run.options.test_every == 0 or run.progress() == 1:
            held_out = f', held out {run.measure(test):.4f}' if test is not None else ''
            print(f'step {run.step}, {run.seconds / 60:.1f} min, rate {run.rate():.1e}: '
                  f'bits/dim {sum(losses) / len(losses):.4f}{held_out}', flush=True)
            losses.clear()
        if now - saved > 60 * run.options.save_every:
            states.save(folder, run, run.options.small_state)
            saved = now
        if stop or now - began > 60 * run.options.stop_after:
            break
    states.save(folder, run, run.options.small_state)
    return run.progress() == 1


def refuse_overwriting(path, folder):
    """Ends where a training would replace the result or the state of another."""
    for existing in (path, folder):
        if os.path.exists(existing):
            raise SystemExit(f'{existing}: exists already (--resume goes on from a state)')


def main():
    options = parse_arguments()
    torch.set_num_threads(options.threads)
    data = images.read_idx(options.data)
    model, palette, earlier = make_model(options, data)
    values = images.to_values(data, palette)
    test = None
    if options.test:
        test = images.to_values(images.read_idx(options.test)[:options.test_images], palette)
    batches = images.Batches(values, data.shape[1:], options.batch, options.seed, options.shift)
    run = Run(options, model, batches)
    folder = options.output + '.state'
    if options.resume:
        states.load(folder, run)
    else:
        refuse_overwriting(options.output, folder)
    print(f'{model.config}\n{sum(p.numel() for p in model.parameters()):,} weights, {len(values):,} images, '
          f'{run.device}, {options.threads} threads, from step {run.step}', flush=True)
    if train(run, test, folder):
        bits = run.measure(test) if test is not None else None
        export(options.output, run, palette, earlier + run.step, bits)
        print(f'{options.output} is written')
    else:
        print(f'stopped at step {run.step}; the same command with --resume goes on')


if __name__ == '__main__':
    main()

# SPDX-License-Identifier: MIT
"""The state of a training on disk: a folder of files of at most 16 MB, complete or not there at all."""

import glob
import os
import shutil

import torch

import container

PART_BYTES = 16 << 20
MOMENTS = ('exp_avg', 'exp_avg_sq')


def split(tensors):
    """The tensors in groups that stay under PART_BYTES, in their order; a larger tensor is alone."""
    parts, room = [{}], PART_BYTES - 65536
    for name, tensor in tensors.items():
        size = tensor.numel() * tensor.element_size()
        if parts[-1] and size > room:
            parts.append({})
            room = PART_BYTES - 65536
        parts[-1][name] = tensor
        room -= size
    return parts


def save(folder, run, small):
    """Writes FOLDER/STEP/*.safetensors under another name, renames it and removes what it replaces."""
    dtype = torch.bfloat16 if small else torch.float32
    tensors = {}
    for name, p in run.model.named_parameters():
        tensors['weights/' + name] = p
        tensors['average/' + name] = run.average[name].to(dtype)
        for moment in MOMENTS:
            tensors[f'{moment}/{name}'] = run.optimizer.state[p][moment].to(dtype)
    final = os.path.join(folder, str(run.step))
    older = glob.glob(os.path.join(folder, '*'))
    if final in older:
        return
    os.makedirs(final + '.part', exist_ok=True)
    for number, part in enumerate(split(tensors)):
        container.write(os.path.join(final + '.part', f'{number}.safetensors'), part,
                        {'step': str(run.step), 'seconds': str(run.seconds), 'identity': run.identity()})
    os.rename(final + '.part', final)
    for path in older:
        shutil.rmtree(path, ignore_errors=True)


def load(folder, run):
    """Takes up the latest whole state."""
    steps = [int(name) for name in os.listdir(folder) if name.isdigit()] if os.path.isdir(folder) else []
    if not steps:
        raise SystemExit(f'{folder}: there is no state to go on from (leave --resume out)')
    tensors = {}
    for path in glob.glob(os.path.join(folder, str(max(steps)), '*.safetensors')):
        part, metadata = container.read(path)
        tensors.update(part)
    if metadata['identity'] != run.identity():
        raise SystemExit(f'{folder}: the state is of another training ({metadata["identity"]}), '
                         f'not of this one ({run.identity()})')
    run.step, run.seconds = int(metadata['step']), float(metadata['seconds'])
    with torch.no_grad():
        for name, p in run.model.named_parameters():
            p.copy_(tensors['weights/' + name])
            run.average[name].copy_(tensors['average/' + name])
            state = run.optimizer.state[p]
            state['step'] = torch.tensor(float(run.step))
            for moment in MOMENTS:
                state[moment] = tensors[f'{moment}/{name}'].float().to(p.device)

# SPDX-License-Identifier: MIT
"""Safetensors files, read and written: a length, a JSON header, raw little-endian buffers."""

import json
import os
import struct

import numpy as np
import torch

DTYPES = {'F64': torch.float64, 'F32': torch.float32, 'F16': torch.float16, 'BF16': torch.bfloat16,
          'I64': torch.int64, 'U8': torch.uint8}
NAMES = {dtype: name for name, dtype in DTYPES.items()}


def read(path):
    """The tensors and the metadata of a file, two dictionaries."""
    with open(path, 'rb') as file:
        length, = struct.unpack('<Q', file.read(8))
        header = json.loads(file.read(length))
        data = torch.from_numpy(np.frombuffer(file.read(), np.uint8).copy())
    metadata = header.pop('__metadata__', {})
    return {name: data[slice(*entry['data_offsets'])].view(DTYPES[entry['dtype']]).view(entry['shape'])
            for name, entry in header.items()}, metadata


def write(path, tensors, metadata):
    """Writes a file and gives it its name when it is whole."""
    header, buffers, end = {'__metadata__': metadata}, [], 0
    for name, tensor in tensors.items():
        data = tensor.detach().cpu().contiguous().view(-1).view(torch.uint8).numpy().tobytes()
        header[name] = {'dtype': NAMES[tensor.dtype], 'shape': list(tensor.shape),
                        'data_offsets': [end, end + len(data)]}
        end += len(data)
        buffers.append(data)
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    with open(path + '.part', 'wb') as file:
        file.write(struct.pack('<Q', len(text)) + text)
        file.writelines(buffers)
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + '.part', path)

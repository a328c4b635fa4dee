# SPDX-License-Identifier: MIT
"""What the tests of the command line share: runs the real program in an empty folder, makes checkpoints of a
few kilobytes, reads PNG and safetensors files with nothing but the standard library, and reports in TAP."""

import array
import itertools
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib

WEFT = os.environ['WEFT']
DATA = os.environ['WEFT_TEST_DATA']
GOLDEN = os.environ['WEFT_GOLDEN_DIR']

PNG_SIGNATURE = b'\x89PNG\r\n\x1a\n'


class TestCase(unittest.TestCase):
    """A test with a folder of its own, which is also the working folder of every program it runs."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='weft-test-')
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.home = tempfile.mkdtemp(prefix='weft-home-')
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def read(self, name):
        with open(self.path(name), 'rb') as file:
            return file.read()

    def write(self, name, content):
        with open(self.path(name), 'wb') as file:
            file.write(content)
        return name

    def listing(self):
        return sorted(os.listdir(self.folder))

    def environment(self, **changes):
        """The sealed environment; a change to None removes a variable."""
        values = {'PATH': os.environ['PATH'], 'HOME': self.home, 'LC_ALL': 'C.UTF-8', **changes}
        for name in os.environ:
            if name.startswith(('ASAN_', 'UBSAN_', 'LSAN_', 'G_')):
                values.setdefault(name, os.environ[name])
        return {name: value for name, value in values.items() if value is not None}

    def weft(self, *arguments, status=0, environment=None, **options):
        """Runs the program to its end and checks its exit status."""
        options.setdefault('stdout', subprocess.PIPE)
        options.setdefault('stderr', subprocess.PIPE)
        run = subprocess.run(
            [WEFT, *arguments],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            check=False,
            env=environment or self.environment(),
            **options,
        )
        self.assertEqual(run.returncode, status, (arguments[:8], run.stdout, run.stderr))
        return run

    def start(self, *arguments, **options):
        """Starts the program; the test ends it."""
        return subprocess.Popen(
            [WEFT, *arguments],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment(),
            **options,
        )

    def refused(self, status, fragment, *arguments, **options):
        """Runs the program, which must write nothing, and say one line on stderr that holds @fragment."""
        before = self.listing()
        run = self.weft(*arguments, status=status, **options)
        lines = run.stderr.decode().splitlines()
        self.assertEqual(len(lines), 1, lines)
        self.assertTrue(lines[0].startswith('weft: '), lines)
        self.assertIn(fragment, lines[0])
        self.assertEqual(run.stdout or b'', b'')
        self.assertEqual(self.listing(), before)
        return lines[0]

    def json(self, *arguments, **options):
        return json.loads(self.weft(*arguments, **options).stdout)


def shapes(layers, width, feed_forward, values, outputs, steps, palette):
    """Name and shape of every tensor of a checkpoint."""
    yield 'value_embedding.weight', (values, width // 2)
    yield 'pos_embedding.pe', (1, steps, width // 2)
    for layer in range(layers):
        name = f'transformer.layers.{layer}.'
        for part in ('query', 'key', 'value', 'out'):
            yield f'{name}attention.{part}_projection.weight', (width, width)
            yield f'{name}attention.{part}_projection.bias', (width,)
        yield name + 'linear1.weight', (feed_forward, width)
        yield name + 'linear1.bias', (feed_forward,)
        yield name + 'linear2.weight', (width, feed_forward)
        yield name + 'linear2.bias', (width,)
        for norm in ('norm1', 'norm2'):
            yield f'{name}{norm}.weight', (width,)
            yield f'{name}{norm}.bias', (width,)
    yield 'transformer.norm.weight', (width,)
    yield 'transformer.norm.bias', (width,)
    yield 'predictor.weight', (outputs, width)
    yield 'predictor.bias', (outputs,)
    if palette:
        yield 'palette', (values, 3)


def pack_container(tensors, metadata):
    """A safetensors file of {name: (dtype, shape, bytes)}."""
    header, offset = {'__metadata__': metadata} if metadata else {}, 0
    for name, (dtype, shape, content) in tensors.items():
        header[name] = {'dtype': dtype, 'shape': list(shape), 'data_offsets': [offset, offset + len(content)]}
        offset += len(content)
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    return struct.pack('<Q', len(text)) + text + b''.join(content for _, _, content in tensors.values())


def unpack_container(content):
    """The tensors of a safetensors file as {name: (shape, array)}."""
    kinds = {'F32': 'f', 'F64': 'd', 'U8': 'B'}
    length = struct.unpack_from('<Q', content)[0]
    header = json.loads(content[8 : 8 + length])
    header.pop('__metadata__', None)
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry['data_offsets'])
        tensors[name] = entry['shape'], array.array(kinds[entry['dtype']], content[begin:end])
    return tensors


def tiny_checkpoint(
    attention='linear', mode='gray8', output='categorical', width=5, height=4, seed=1, metadata=None
):
    """A sound checkpoint with random weights: 2 layers, 2 heads, 8 wide; a palette of 7 if indexed."""
    channels = 3 if mode == 'rgb8' else 1
    values = 7 if mode == 'indexed8' else 256
    outputs = values if output == 'categorical' else 12
    facts = {
        'format': 'weft',
        'format_version': '1',
        'attention': attention,
        'n_heads': '2',
        'output': output,
        'image_mode': mode,
        'image_width': str(width),
        'image_height': str(height),
    }
    draw = random.Random(seed)
    tensors = {}
    for name, shape in shapes(2, 8, 12, values, outputs, width * height * channels - 1, mode == 'indexed8'):
        count = 1
        for size in shape:
            count *= size
        if name == 'palette':
            tensors[name] = 'U8', shape, bytes(range(0, 12 * count, 12))
        else:
            numbers = array.array(
                'f', (draw.gauss(1 if 'norm' in name and 'weight' in name else 0, 0.5) for _ in range(count))
            )
            tensors[name] = 'F32', shape, numbers.tobytes()
    return pack_container(tensors, facts if metadata is None else metadata)


def png_chunks(content):
    """Type and content of every chunk."""
    assert content.startswith(PNG_SIGNATURE), content[:8]
    at = len(PNG_SIGNATURE)
    while at < len(content):
        length, kind = struct.unpack_from('>I4s', content, at)
        yield kind, content[at + 8 : at + 8 + length]
        at += 12 + length


def png_recipe(content):
    """The recipe a PNG carries, or None."""
    for kind, chunk in png_chunks(content):
        if kind == b'iTXt' and chunk.startswith(b'io.github.weft_studio.Weft.recipe\0'):
            is_packed, rest = chunk.split(b'\0', 1)[1][0], chunk.split(b'\0', 1)[1][2:]
            text = rest.split(b'\0', 2)[2]
            return json.loads(zlib.decompress(text) if is_packed else text)
    return None


def unfilter(kind, line, above, step):
    """One line of a PNG with its filter undone. Most lines have one of the first three, which need no loop of ours."""
    if kind == 0:
        return line
    if kind == 2:
        return bytes((value + over) & 255 for value, over in zip(line, above)) if any(line) else above
    out = bytearray(line)
    if kind == 1:
        for channel in range(step):
            out[channel::step] = bytes(value & 255 for value in itertools.accumulate(line[channel::step]))
        return bytes(out)
    for i in range(len(out)):
        left = out[i - step] if i >= step else 0
        corner = above[i - step] if i >= step else 0
        guess = (left + above[i]) // 2 if kind == 3 else paeth(left, above[i], corner)
        out[i] = (out[i] + guess) & 255
    return bytes(out)


def paeth(left, above, corner):
    far_left, far_above = abs(above - corner), abs(left - corner)
    far_corner = abs(left + above - 2 * corner)
    if far_left <= far_above and far_left <= far_corner:
        return left
    return above if far_above <= far_corner else corner


def png_pixels(content):
    """Width, height, channels and bytes of an 8-bit PNG, grey or colour."""
    chunks = list(png_chunks(content))
    width, height, depth, colour = struct.unpack_from('>IIBB', chunks[0][1])
    assert depth == 8 and colour in (0, 2), (depth, colour)
    channels = 3 if colour == 2 else 1
    lines = zlib.decompress(b''.join(chunk for kind, chunk in chunks if kind == b'IDAT'))
    out, above, stride = [], bytes(width * channels), width * channels
    for row in range(height):
        line = lines[row * (stride + 1) : (row + 1) * (stride + 1)]
        above = unfilter(line[0], line[1:], above, channels)
        out.append(above)
    return width, height, channels, b''.join(out)


def pack_chunks(head, data):
    """A PNG of the content of its IHDR and of its image data."""

    def chunk(kind, content):
        return (
            struct.pack('>I', len(content)) + kind + content + struct.pack('>I', zlib.crc32(kind + content))
        )

    return PNG_SIGNATURE + chunk(b'IHDR', head) + chunk(b'IDAT', data) + chunk(b'IEND', b'')


def pack_png(width, height, channels, pixels):
    """An 8-bit PNG, grey or colour, with two or four channels transparent."""
    stride = width * channels
    lines = b''.join(b'\0' + pixels[row * stride : (row + 1) * stride] for row in range(height))
    head = struct.pack('>IIBBBBB', width, height, 8, {1: 0, 2: 4, 3: 2, 4: 6}[channels], 0, 0, 0)
    return pack_chunks(head, zlib.compress(lines))


class TapResult(unittest.TestResult):
    """One TAP line a test, what went wrong as comments."""

    def report(self, verdict, test, comment='', directive=''):
        print(f'{verdict} {self.testsRun} - {test.id().split(".", 1)[1]}{directive}')
        for line in comment.splitlines():
            print('#', line)
        sys.stdout.flush()

    def addSuccess(self, test):
        self.report('ok', test)

    def addSkip(self, test, reason):
        self.report('ok', test, directive=f' # SKIP {reason}')

    def addError(self, test, err):
        super().addError(test, err)
        self.report('not ok', test, self._exc_info_to_string(err, test))

    addFailure = addError

    def addSubTest(self, test, subtest, err):
        """Parts that fail are gathered, and reported as one when the test ends."""
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.parts.append(f'{subtest.params or subtest._message}\n{self._exc_info_to_string(err, test)}')

    def startTest(self, test):
        super().startTest(test)
        self.parts = []

    def stopTest(self, test):
        super().stopTest(test)
        if self.parts:
            self.report('not ok', test, '\n'.join(self.parts))


def main():
    """Runs every test of the program that calls it."""
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules['__main__'])
    print(f'1..{suite.countTestCases()}')
    result = TapResult()
    suite.run(result)
    sys.exit(1 if result.errors or result.failures else 0)

// PNGs with a palette of 256 colours: a third of the size, and nobody sees it on a page like this one.
import { deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function* chunksOf(png) {
  for (let at = signature.length; at < png.length; ) {
    const size = png.readUInt32BE(at);
    yield { type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + size) };
    at += size + 12;
  }
}

const crcTable = Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = crcTable[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4);
  return whole;
}

function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

// The pixels of what Chromium writes: eight bits a channel, not interlaced.
function decode(png) {
  const chunks = [...chunksOf(png)];
  const header = chunks[0].data;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = header[9] === 6 ? 4 : 3;
  const raw = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)));
  const line = width * channels;
  const pixels = Buffer.alloc(line * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (line + 1)];
    for (let x = 0; x < line; x += 1) {
      const at = y * line + x;
      const left = x >= channels ? pixels[at - channels] : 0;
      const up = y > 0 ? pixels[at - line] : 0;
      const corner = x >= channels && y > 0 ? pixels[at - line - channels] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      pixels[at] = raw[y * (line + 1) + 1 + x] + guess;
    }
  }
  return { width, height, channels, pixels };
}

function coloursIn({ channels, pixels }) {
  const counts = new Map();
  for (let at = 0; at < pixels.length; at += channels) {
    const colour = (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return counts;
}

const part = (colour, channel) => (colour >> (16 - 8 * channel)) & 0xff;

// Median cut: boxes of colours are halved where they are widest, those with the most pixels first.
function paletteOf(counts, most) {
  const describe = (colours) => {
    const spans = [0, 1, 2].map((channel) => {
      const values = colours.map(([colour]) => part(colour, channel));
      return Math.max(...values) - Math.min(...values);
    });
    const widest = spans.indexOf(Math.max(...spans));
    const pixels = colours.reduce((sum, [, count]) => sum + count, 0);
    return { colours, widest, worth: spans[widest] * Math.log(pixels + 1) };
  };
  const boxes = [describe([...counts])];
  while (boxes.length < most) {
    boxes.sort((a, b) => b.worth - a.worth);
    if (boxes[0].worth === 0) break;
    const { colours, widest } = boxes.shift();
    colours.sort(([a], [b]) => part(a, widest) - part(b, widest));
    const half = colours.reduce((sum, [, count]) => sum + Math.sqrt(count), 0) / 2;
    let [at, seen] = [0, 0];
    while (at < colours.length - 2 && seen + Math.sqrt(colours[at][1]) < half) seen += Math.sqrt(colours[at++][1]);
    boxes.push(describe(colours.slice(0, at + 1)), describe(colours.slice(at + 1)));
  }
  // The most frequent colour stands for its box, so that large areas keep theirs exactly.
  return boxes.map(({ colours }) => ({ colours, colour: colours.reduce((a, b) => (b[1] > a[1] ? b : a))[0] }));
}

export function smaller(png) {
  const image = decode(png);
  const boxes = paletteOf(coloursIn(image), 256);
  const indexOf = new Map(boxes.flatMap(({ colours }, index) => colours.map(([colour]) => [colour, index])));
  const { width, height, channels, pixels } = image;
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * channels;
      rows[y * (width + 1) + 1 + x] = indexOf.get((pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2]);
    }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const palette = Buffer.from(boxes.flatMap(({ colour }) => [0, 1, 2].map((channel) => part(colour, channel))));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

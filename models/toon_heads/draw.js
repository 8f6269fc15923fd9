// Draws the default model's training pictures: cartoon heads of DiceBear's "toon head" style.
//   npm install && node draw.js FOLDER [COUNT] [SIZE]
// The same number always draws the same head. Drawings: "ToonHead" by Johan Melin (johanmelin.com), CC BY 4.0.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAvatar } from '@dicebear/core';
import { toonHead } from '@dicebear/collection';
import { Resvg } from '@resvg/resvg-js';

const SKIN = '5a3524 7a4a32 96613f b27c56 cc9870 e2b28c f1cbaa fadfcb'.split(' ');
const HAIR = '1a1412 2c1b18 4a2f20 6b4328 8a5a30 a87436 c99a4e e2c27a'.split(' ');
const DYED = 'b23a1e c9571f 8a8a8e d9d9dd e07a9a 5a7fb8 4f9d8a 7a5aa6'.split(' ');
const BACKGROUND = 'b6e3f4 c0aede d1d4f9 ffd5dc ffdfbf c8e6c9 fff3b0 e0e0e0 a9d6c5 f7c6a8'.split(' ');
const CLOTHES = 'c0392b 0b5fa5 1e8449 e0a800 7d3cc4 e0559a ee7f2d 2f3640 dfe0dc 35a7a0'.split(' ');
const EYES = ['wide', 'wide', 'wide', 'happy', 'bow', 'humble', 'wink'];

/** A small generator of uniform numbers in 0..1 (xorshift32), so that a head depends on its number alone. */
function uniform(seed) {
  let state = (Math.imul(seed + 1, 2654435761) ^ 0x5bd1e995) >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
  for (let i = 0; i < 8; ++i) next();
  return next;
}

const channels = (hex) => [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16));
const hex = (rgb) =>
  rgb.map((v) => Math.min(255, Math.max(0, Math.round(v))).toString(16).padStart(2, '0')).join('');
const one = (random, list) => list[Math.floor(random() * list.length)];
const near = (random, colour, distance) => hex(channels(colour).map((v) => v + (random() * 2 - 1) * distance));

/** A colour anywhere along a ramp. */
function along(random, ramp) {
  const at = random() * (ramp.length - 1);
  const [from, to] = [channels(ramp[Math.floor(at)]), channels(ramp[Math.ceil(at)])];
  return hex(from.map((v, i) => v + (to[i] - v) * (at - Math.floor(at))));
}

function draw(number, size) {
  const random = uniform(number);
  const svg = createAvatar(toonHead, {
    seed: `toonHead-${number}`,
    eyes: [one(random, EYES)],
    beardProbability: 25,
    rearHairProbability: 50,
    hairProbability: 100,
    scale: 130,
    translateY: 7,
    skinColor: [along(random, SKIN)],
    hairColor: [random() < 0.85 ? along(random, HAIR) : near(random, one(random, DYED), 12)],
    backgroundColor: [near(random, one(random, BACKGROUND), 8)],
    clothesColor: [near(random, one(random, CLOTHES), 12)],
  }).toString();
  return new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng();
}

const [folder, count = '20000', size = '64'] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node draw.js FOLDER [COUNT] [SIZE]');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
for (let i = 0; i < Number(count); ++i) {
  writeFileSync(join(folder, `${String(i).padStart(6, '0')}.png`), draw(i, Number(size)));
  if (process.stderr.isTTY && i % 100 === 0) process.stderr.write(`\r${i} of ${count}`);
}

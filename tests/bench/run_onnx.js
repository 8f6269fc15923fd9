// run_onnx.js MODEL.onnx LATENTS.f32 LATENT_SIZE THREADS BATCH SECONDS [VALUES.f32]: median ms an image, as JSON.
const fs = require('fs');
const ort = require(process.env.ONNXRUNTIME_NODE);

async function main() {
  const [model, latents, size, threads, batch, seconds, values] = process.argv.slice(2);
  const session = await ort.InferenceSession.create(
      model, {intraOpNumThreads: Number(threads), interOpNumThreads: 1, executionMode: 'sequential'});
  const z = new Float32Array(new Uint8Array(fs.readFileSync(latents)).buffer);  // small files share a buffer
  const rows = z.length / size;
  const input = new Float32Array(batch * size);
  for (let i = 0; i < batch; ++i) input.set(z.subarray((i % rows) * size, (i % rows + 1) * size), i * size);
  const run = async (data, count) =>
      (await session.run({z: new ort.Tensor('float32', data, [count, Number(size)])})).image;
  if (values) {
    const parts = [];
    for (let i = 0; i < rows; ++i)
      parts.push(Buffer.from((await run(z.slice(i * size, (i + 1) * size), 1)).data.slice().buffer));
    fs.writeFileSync(values, Buffer.concat(parts));
  }
  await run(input, Number(batch));
  const times = [];
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end || times.length < 3) {
    const began = performance.now();
    await run(input, Number(batch));
    times.push((performance.now() - began) / batch);
  }
  times.sort((a, b) => a - b);
  console.log(JSON.stringify({p50_ms: times[Math.floor(times.length / 2)], rounds: times.length}));
}
main();

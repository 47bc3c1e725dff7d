// The peer of "inference": the same model in onnxruntime-node, a raw loop over images that are in memory already.
const fs = require("fs");
const ort = require("onnxruntime-node");

async function main() {
  const [model, images] = process.argv.slice(2);
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: "sequential" });
  const file = fs.readFileSync(images);
  const count = file.readUInt32BE(4);
  const pixels = Float32Array.from(file.subarray(16), (value) => value / 255);
  const started = process.hrtime.bigint();
  let checksum = 0;
  for (let first = 0; first < count; first += 64) {
    const size = Math.min(64, count - first);
    const input = new ort.Tensor("float32", pixels.subarray(first * 784, (first + size) * 784), [size, 1, 28, 28]);
    const { logits } = await session.run({ input });
    for (let image = 0; image < size; image++) {
      let best = image * 10;
      for (let index = best + 1; index < (image + 1) * 10; index++) if (logits.data[index] > logits.data[best]) best = index;
      checksum += best - image * 10;
    }
  }
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  console.log(JSON.stringify({ imagesPerSecond: count / seconds, checksum }));
}

main();

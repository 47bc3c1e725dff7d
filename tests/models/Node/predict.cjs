// Runs an ONNX file over an IDX file of images in onnxruntime-node and writes one argmax per image as JSON: node predict.cjs model.onnx images.idx
"use strict";
const { readFileSync } = require("node:fs");
const ort = require("onnxruntime-node");

const batchSize = 500;

async function main(model, images) {
  const session = await ort.InferenceSession.create(model);
  const file = readFileSync(images);
  const [count, height, width] = [4, 8, 12].map((offset) => file.readUInt32BE(offset));
  const size = height * width;
  const argmax = [];
  for (let start = 0; start < count; start += batchSize) {
    const batch = Math.min(batchSize, count - start);
    const pixels = Float32Array.from(file.subarray(16 + start * size, 16 + (start + batch) * size), (pixel) => pixel / 255);
    const { logits } = await session.run({ input: new ort.Tensor("float32", pixels, [batch, 1, height, width]) });
    const classes = logits.dims[1];
    for (let row = 0; row < batch; row++) {
      const scores = logits.data.subarray(row * classes, (row + 1) * classes);
      argmax.push(scores.indexOf(Math.max(...scores)));
    }
  }
  process.stdout.write(JSON.stringify(argmax));
}

main(process.argv[2], process.argv[3]).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});

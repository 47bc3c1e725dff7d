"""Writes the models the worker's tests run: /usr/bin/python3 make_fixtures.py (Debian's python3-onnx 1.12).

Each averages the picture over 7x7 blocks and multiplies the 16 means with fixed weights: small, quick, and different for different pictures.
"""
import numpy
from onnx import TensorProto, checker, helper, numpy_helper, save


def make(path, batch, classes, element=TensorProto.FLOAT, channels=1, name="input", flat=False):
    generator = numpy.random.RandomState(7)
    weights = (generator.rand(16 * channels, 10).astype(numpy.float32) - 0.5) * 8
    bias = (generator.rand(10).astype(numpy.float32) - 0.5) * 2
    pixels = name
    nodes = []
    initializers = [numpy_helper.from_array(weights, "weights"), numpy_helper.from_array(bias, "bias")]
    if element != TensorProto.FLOAT:
        nodes.append(helper.make_node("Cast", [pixels], ["pixels"], to=TensorProto.FLOAT))
        pixels = "pixels"
    if flat:
        nodes.append(helper.make_node("Reshape", [pixels, "shape"], ["picture"]))
        initializers.append(numpy_helper.from_array(numpy.array([-1, channels, 28, 28]), "shape"))
        pixels = "picture"
    nodes += [
        helper.make_node("AveragePool", [pixels], ["means"], kernel_shape=[7, 7], strides=[7, 7]),
        helper.make_node("Flatten", ["means"], ["flat"], axis=1),
        helper.make_node("Gemm", ["flat", "weights", "bias"], ["logits"]),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, element, [batch, channels * 28 * 28] if flat else [batch, channels, 28, 28])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [batch, classes])],
        initializers,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model, full_check=True)
    save(model, path)


make("tiny.onnx", "N", 10)
make("tiny-open-classes.onnx", "N", "classes")
make("tiny-batch-of-four.onnx", 4, 10)
make("tiny-uint8.onnx", "N", 10, TensorProto.UINT8)
make("tiny-colour.onnx", "N", 10, TensorProto.FLOAT, 3)
make("tiny-flat.onnx", "N", 10, name="pixel_values", flat=True)

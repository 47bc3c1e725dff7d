using Microsoft.AspNetCore.Http;
using Survey.Worker.Inference;

namespace Survey.Worker.Serving;

/// <summary>Turns a request into images the model takes, or says what is wrong with it.</summary>
internal static class RequestImages
{
    public static Images Read(InferenceRequest request, ReadOnlyMemory<byte> binary, OnnxModel model, int maximumImages)
    {
        CheckNames(request, model);
        var count = CountImages(request, model, maximumImages);
        return (request.Datatype, request.BinaryBytes) switch
        {
            ("FP32", null) => Floats(request, count, model),
            ("UINT8", null) => Bytes(request, count, model),
            ("FP32", { } size) => BinaryFloats(request, Take(request, binary, size, count * model.Image.Elements * sizeof(float)), model),
            ("UINT8", { } size) => Images.FromBytes(Take(request, binary, size, count * model.Image.Elements), model.Image.Elements),
            _ => throw Refuse($"The datatype '{request.Datatype}' is not served; send FP32 with pixels of 0..1 or UINT8 with pixels of 0..255."),
        };
    }

    private static void CheckNames(InferenceRequest request, OnnxModel model)
    {
        if (request.Inputs == 0)
            throw Refuse($"The request has no 'inputs'; the model takes one, named '{model.InputName}'.");
        if (request.InputName != model.InputName)
            throw Refuse($"The input is named '{request.InputName}'; the model takes '{model.InputName}'.");
        if (request.Outputs > 1 || (request.OutputName is { } output && output != model.OutputName))
            throw Refuse($"The model has one output, named '{model.OutputName}'.");
    }

    private static int CountImages(InferenceRequest request, OnnxModel model, int maximumImages)
    {
        var expected = model.ImageDimensions;
        var fits = request.Shape.Count == expected.Length + 1 && request.Shape[0] > 0;
        for (var index = 0; fits && index < expected.Length; index++)
            fits = request.Shape[index + 1] == expected[index];
        if (!fits)
            throw Refuse($"The shape [{string.Join(',', request.Shape)}] does not fit; the model takes [N,{string.Join(',', expected.ToArray())}].");
        return request.Shape[0] <= maximumImages
            ? request.Shape[0]
            : throw Refuse($"The request holds {request.Shape[0]} images; at most {maximumImages} are served at once.");
    }

    private static Images Floats(InferenceRequest request, int count, OnnxModel model)
    {
        CheckNumbers(request, count, model);
        return Images.FromFloats(request.Numbers.Values, model.Image.Elements);
    }

    private static Images Bytes(InferenceRequest request, int count, OnnxModel model)
    {
        CheckNumbers(request, count, model);
        var pixels = new byte[request.Numbers.Count];
        var numbers = request.Numbers.Values.Span;
        for (var index = 0; index < pixels.Length; index++)
        {
            pixels[index] = (byte)numbers[index];
            if (pixels[index] != numbers[index])
                throw Refuse($"The UINT8 data holds {numbers[index]}; every value must be a whole number of 0..255.");
        }

        return Images.FromBytes(pixels, model.Image.Elements);
    }

    private static Images BinaryFloats(InferenceRequest request, ReadOnlyMemory<byte> data, OnnxModel model)
    {
        // Copied, because a tensor behind JSON of any length is aligned by chance only.
        request.Numbers.AddBytes(data.Span);
        foreach (var pixel in request.Numbers.Written)
        {
            if (!float.IsFinite(pixel))
                throw Refuse("The FP32 data holds NaN or infinity; every pixel must be a finite number.");
        }

        return Images.FromFloats(request.Numbers.Values, model.Image.Elements);
    }

    private static void CheckNumbers(InferenceRequest request, int count, OnnxModel model)
    {
        if (!request.HasData)
            throw Refuse("The input has neither 'data' nor 'parameters.binary_data_size'.");
        if (request.Numbers.Count != count * model.Image.Elements)
            throw Refuse($"The shape needs {count * model.Image.Elements} numbers, 'data' holds {request.Numbers.Count}.");
    }

    private static ReadOnlyMemory<byte> Take(InferenceRequest request, ReadOnlyMemory<byte> binary, int size, int expected)
    {
        if (request.HasData)
            throw Refuse("The input has both 'data' and 'binary_data_size'; send one of them.");
        if (size != expected)
            throw Refuse($"The shape needs {expected} bytes, binary_data_size is {size}.");
        return binary.Length == size
            ? binary
            : throw Refuse($"{binary.Length} bytes follow the JSON, binary_data_size is {size}; check the header {InferenceEndpoint.JsonLengthHeader}.");
    }

    private static ProtocolException Refuse(string sentence) => new(StatusCodes.Status400BadRequest, sentence);
}

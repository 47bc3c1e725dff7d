using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Survey.Worker.Inference;

namespace Survey.Worker.Inputs;

/// <summary>NumPy's array file. See https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.</summary>
internal sealed partial class NpyFormat : IInputFormat
{
    public string Name => "npy";

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public bool Recognises(string fileName, ReadOnlySpan<byte> start) => start.StartsWith(Magic) || fileName.EndsWith(".npy", StringComparison.OrdinalIgnoreCase);

    public Images Read(InputFile file, ImageShape image)
    {
        var (header, data) = Split(file);
        if (FortranOrder().IsMatch(header))
            throw file.Refuse("is stored in Fortran order; save it with numpy.ascontiguousarray.");
        var type = Descriptor().Match(header).Groups[1].Value;
        var shape = ReadShape(file, header);
        var size = type switch
        {
            "|u1" => 1,
            "<f4" => 4,
            "<f8" => 8,
            _ => throw file.Refuse($"has the element type '{type}'; the worker reads uint8 ('|u1'), float32 ('<f4') and float64 ('<f8')."),
        };
        var count = CountImages(file, shape, image);
        if (data.Length != count * image.Elements * size)
            throw file.Refuse($"is truncated or too long: its shape needs {count * image.Elements * size} bytes of data, it has {data.Length}.");
        return type switch
        {
            "|u1" => Images.FromBytes(data, image.Elements),
            "<f4" => FloatPixels.ToImages(file, MemoryMarshal.Cast<byte, float>(data.Span).ToArray(), image),
            _ => FloatPixels.ToImages(file, Array.ConvertAll(MemoryMarshal.Cast<byte, double>(data.Span).ToArray(), value => (float)value), image),
        };
    }

    private static (string Header, ReadOnlyMemory<byte> Data) Split(InputFile file)
    {
        var content = file.Content;
        if (content.Length < 12 || !content.AsSpan().StartsWith(Magic))
            throw file.Refuse("is not a NumPy file: the magic \\x93NUMPY is missing.");
        var wide = content[6] >= 2;
        var start = wide ? 12 : 10;
        var length = wide ? BitConverter.ToUInt32(content, 8) : BitConverter.ToUInt16(content, 8);
        if (start + (long)length > content.Length)
            throw file.Refuse("is truncated inside its header.");
        return (Encoding.ASCII.GetString(content, start, (int)length), content.AsMemory(start + (int)length));
    }

    private static long[] ReadShape(InputFile file, string header)
    {
        var match = Shape().Match(header);
        if (!match.Success)
            throw file.Refuse("has no readable shape in its header.");
        return [.. match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(text => long.TryParse(text, out var size) && size is >= 0 and <= int.MaxValue ? size : throw file.Refuse($"has the size '{text}' in its shape."))];
    }

    /// <summary>[N,1,28,28], [N,28,28] and [N,784] hold N images; the same without N holds one.</summary>
    private static long CountImages(InputFile file, long[] shape, ImageShape image)
    {
        if (Product(shape.AsSpan(Math.Min(1, shape.Length))) == image.Elements)
            return shape[0];
        if (Product(shape) == image.Elements)
            return 1;
        throw file.Refuse($"has the shape ({string.Join(", ", shape)}), the model wants images of {image}.");
    }

    private static long Product(ReadOnlySpan<long> sizes)
    {
        var product = 1L;
        foreach (var size in sizes)
            product = product > int.MaxValue ? product : product * size;
        return product;
    }

    [GeneratedRegex(@"'descr':\s*'([^']*)'")]
    private static partial Regex Descriptor();

    [GeneratedRegex(@"'fortran_order':\s*True")]
    private static partial Regex FortranOrder();

    [GeneratedRegex(@"'shape':\s*\(([^)]*)\)")]
    private static partial Regex Shape();
}

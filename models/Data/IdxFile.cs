using System.Buffers.Binary;

namespace Survey.Models.Data;

/// <summary>A file in the IDX format of unsigned bytes: two zeros, type 8, the number of dimensions, each of them big-endian, the values.</summary>
/// <remarks>http://yann.lecun.com/exdb/mnist/, "the IDX file format".</remarks>
internal sealed record IdxFile(IReadOnlyList<int> Dimensions, byte[] Values)
{
    private const byte UnsignedByte = 8;

    public static IdxFile Read(string path)
    {
        var name = Path.GetFileName(path);
        if (new FileInfo(path).Length > Unpacking.MostBytes)
            throw new ModelException($"'{name}' is larger than {Unpacking.MostBytes:N0} bytes.");
        return Parse(File.ReadAllBytes(path), name);
    }

    public static IdxFile Parse(byte[] content, string name)
    {
        if (content.Length < 4 || content[0] != 0 || content[1] != 0 || content[2] != UnsignedByte || content[3] is 0 or > 4)
            throw new ModelException($"'{name}' is no IDX file of unsigned bytes.");
        var header = 4 + (4 * content[3]);
        if (content.Length < header)
            throw new ModelException($"'{name}' ends within its header.");

        var dimensions = Enumerable.Range(0, content[3]).Select(index => BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(4 + (4 * index)))).ToArray();
        var expected = dimensions.Aggregate((Int128)1, (product, dimension) => product * dimension);
        return dimensions.All(dimension => dimension > 0) && expected == content.Length - header
            ? new IdxFile(dimensions, content[header..])
            : throw new ModelException($"'{name}' announces {string.Join(" x ", dimensions)} values and holds {content.Length - header:N0}.");
    }
}

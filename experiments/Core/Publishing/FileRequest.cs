using System.Globalization;
using System.Text;

namespace Survey.Experiments.Publishing;

/// <summary>The head of one HTTP/1.1 request, as far as a file server needs it (RFC 9110, RFC 9112).</summary>
/// <param name="Method">GET, HEAD or something else.</param>
/// <param name="Path">The path without query.</param>
/// <param name="Range">A single byte range; null for the whole file.</param>
/// <param name="KeepAlive">Whether the connection is used again.</param>
internal sealed record FileRequest(string Method, string Path, FileRange? Range, bool KeepAlive)
{
    private const int MostHeadBytes = 8 * 1024;

    /// <summary>Reads a head. Null at the end of the connection, or when it is none (then the connection is not worth keeping).</summary>
    public static async Task<FileRequest?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[MostHeadBytes];
        var length = 0;
        while (length < head.Length)
        {
            // Byte by byte from a buffered stream: whatever follows the head belongs to the next request.
            if (await stream.ReadAsync(head.AsMemory(length, 1), cancellationToken) == 0)
                return null;
            length++;
            if (head[..length].AsSpan().EndsWith("\r\n\r\n"u8))
                return Parse(Encoding.Latin1.GetString(head, 0, length));
        }

        return null;
    }

    internal static FileRequest? Parse(string head)
    {
        var lines = head.Split("\r\n");
        if (lines[0].Split(' ') is not [var method, var target, "HTTP/1.1" or "HTTP/1.0"])
            return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1).Where(line => line.Length > 0))
        {
            if (line.Split(':', 2) is [var name, var value])
                headers[name] = value.Trim();
        }

        var close = lines[0].EndsWith("1.0", StringComparison.Ordinal)
            || headers.GetValueOrDefault("Connection", "").Contains("close", StringComparison.OrdinalIgnoreCase)
            // A body would have to be read before the next request; nobody sends one to read a file.
            || headers.ContainsKey("Content-Length") || headers.ContainsKey("Transfer-Encoding");
        return new FileRequest(method, target.Split('?')[0], FileRange.Parse(headers.GetValueOrDefault("Range")), !close);
    }
}

/// <summary>One byte range as asked for: <c>bytes=0-99</c>, <c>bytes=100-</c>, <c>bytes=-50</c>.</summary>
/// <param name="First">First byte; null for the last <paramref name="Last"/> bytes.</param>
/// <param name="Last">Last byte; null for the rest.</param>
internal sealed record FileRange(long? First, long? Last)
{
    /// <summary>Null when there is none, or one of a kind that a server may ignore (several ranges, other units).</summary>
    public static FileRange? Parse(string? header)
    {
        if (header is null || !header.StartsWith("bytes=", StringComparison.Ordinal) || header[6..].Split('-') is not [var first, var last])
            return null;
        var from = Number(first);
        var to = Number(last);
        return (first.Length > 0 && from is null) || (last.Length > 0 && to is null) || (from is null && to is null) || from > to ? null : new FileRange(from, to);
    }

    /// <summary>The bytes of a file of the given length; null when it has none of them.</summary>
    public (long Offset, long Count)? Of(long length) => (First, Last) switch
    {
        ({ } first, _) when first >= length => null,
        ({ } first, { } last) => (first, Math.Min(last, length - 1) - first + 1),
        ({ } first, null) => (first, length - first),
        (null, { } suffix) when suffix > 0 && length > 0 => (length - Math.Min(suffix, length), Math.Min(suffix, length)),
        _ => null,
    };

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}

using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Jobs;

/// <summary>Where a list goes on: base64url of <c>SortBy:Y|N:Limit:Offset</c>.</summary>
internal sealed record PagingToken(string SortBy, bool Reverse, uint Limit, ulong Offset)
{
    public override string ToString() => Base64Url.EncodeToString(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{SortBy}:{(Reverse ? 'Y' : 'N')}:{Limit}:{Offset}")));

    /// <summary>Reads one, or says what is wrong with it.</summary>
    public static PagingToken Parse(string text, Func<string, ApiException> refuse)
    {
        string decoded;
        try
        {
            decoded = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        }
        catch (FormatException)
        {
            decoded = "";
        }

        var parts = decoded.Split(':');
        if (parts.Length != 4)
            throw refuse($"invalid number of parts: invalid paging token: {text}");
        if (!uint.TryParse(parts[2], CultureInfo.InvariantCulture, out var limit)
            || !ulong.TryParse(parts[3], CultureInfo.InvariantCulture, out var offset))
        {
            throw refuse($"invalid limit or offset: invalid paging token: {text}");
        }

        return new PagingToken(parts[0], parts[1] == "Y", limit, offset);
    }
}

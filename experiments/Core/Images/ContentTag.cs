using System.Security.Cryptography;
using System.Text;

namespace Survey.Experiments.Images;

/// <summary>
/// The tag of an image: a hash over the path, mode and content of every file and over the Dockerfile with its labels. Not over times, owners
/// or the engine's own image id, which differ between two builds of the same thing.
/// </summary>
internal static class ContentTag
{
    private const int Digits = 16;

    public static string Of(IEnumerable<ImageFile> files, string dockerfile)
    {
        var text = new StringBuilder();
        foreach (var file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
            text.Append(file.Mode).Append(' ').Append(file.Sha256).Append(' ').Append(file.Path).Append('\n');
        text.Append('\n').Append(dockerfile);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Digits];
    }
}

using Survey.Experiments.Running;

namespace Survey.Experiments.Images;

/// <summary>One file of an image.</summary>
/// <param name="Path">Path inside, without leading slash.</param>
/// <param name="Mode">Unix mode as octal digits.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record ImageFile(string Path, string Mode, long Bytes, string Sha256)
{
    internal static ImageFile Of(string root, string file)
    {
        var mode = OperatingSystem.IsWindows() ? 0 : (int)File.GetUnixFileMode(file);
        return new(System.IO.Path.GetRelativePath(root, file).Replace('\\', '/'), Convert.ToString(mode, 8), new FileInfo(file).Length, FileDigest.Of(file));
    }
}

using System.Formats.Tar;
using System.IO.Compression;

namespace Survey.Experiments.Bacalhau;

/// <summary>A model carried inside the job: a tar.gz in a data URL, which a node unpacks to a folder. Only small ones fit.</summary>
internal static class InlineModel
{
    public static string DataUrl(string path)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
        using (var content = File.OpenRead(path))
        {
            // The same file gives the same job: no times, no owners.
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "model.onnx") { DataStream = content, ModificationTime = DateTimeOffset.UnixEpoch });
        }

        return $"data:application/gzip;base64,{Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length)}";
    }
}

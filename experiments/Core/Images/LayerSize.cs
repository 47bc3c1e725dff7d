using System.Formats.Tar;
using System.IO.Compression;

namespace Survey.Experiments.Images;

/// <summary>What a folder weighs as a layer.</summary>
internal static class LayerSize
{
    /// <summary>Bytes of the folder as gzip-compressed tar.</summary>
    public static long Gzip(string folder)
    {
        using var counter = new CountingStream();
        using (var gzip = new GZipStream(counter, CompressionLevel.Optimal, leaveOpen: true))
            TarFile.CreateFromDirectory(folder, gzip, includeBaseDirectory: false);
        return counter.Length;
    }

    /// <summary>Counts what is written and keeps nothing of it.</summary>
    private sealed class CountingStream : Stream
    {
        private long length;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => length;

        public override long Position { get => length; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => length += count;

        public override void Write(ReadOnlySpan<byte> buffer) => length += buffer.Length;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

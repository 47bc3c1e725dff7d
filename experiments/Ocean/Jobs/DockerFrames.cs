using System.Buffers.Binary;
using System.Text;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Ocean.Jobs;

/// <summary>Takes Docker's multiplexed log frames apart: stream number, three zeros, length, text.</summary>
internal static class DockerFrames
{
    private const int HeaderLength = 8;

    /// <summary>The text of both streams in the order it came; a frame that broke off is taken as far as it goes.</summary>
    public static string Text(ReadOnlySpan<byte> frames)
    {
        var text = new StringBuilder();
        while (frames.Length >= HeaderLength)
        {
            if (frames[0] > 2 || frames[1] != 0 || frames[2] != 0 || frames[3] != 0)
                throw new NetworkException(NetworkErrorKind.Untrustworthy, "The job's log is not in Docker's frames.");
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(frames[4..]), (uint)(frames.Length - HeaderLength));
            text.Append(Encoding.UTF8.GetString(frames.Slice(HeaderLength, length)));
            frames = frames[(HeaderLength + length)..];
        }
        return text.ToString();
    }
}

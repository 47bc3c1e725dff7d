using Survey.Worker.Batch;
using Survey.Worker.Tests.Support;

namespace Survey.Worker.Tests.Batch;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Commit_GivesTheWholeFile()
    {
        using (var file = OutputFile.Create(folder.Path, "a"))
            file.Commit(stream => stream.Write("whole"u8));

        Assert.Equal([folder.File("a")], Directory.GetFiles(folder.Path));
        Assert.Equal("whole", File.ReadAllText(folder.File("a")));
    }

    [Fact]
    public void Dispose_LeavesTheOldFile_WhenWritingFailed()
    {
        folder.Write("a", "old");
        using (var file = OutputFile.Create(folder.Path, "a"))
        {
            var failure = Assert.Throws<WorkerException>(() => file.Commit(stream =>
            {
                stream.Write("half"u8);
                throw new IOException("No space left on device");
            }));
            Assert.Equal(ExitCode.OutputNotWritable, failure.ExitCode);
        }

        Assert.Equal([folder.File("a")], Directory.GetFiles(folder.Path));
        Assert.Equal("old", File.ReadAllText(folder.File("a")));
    }

    [Fact]
    public void Create_IsOneSentence_WhenTheFolderCannotBe() =>
        Assert.Equal(ExitCode.OutputNotWritable, Assert.Throws<WorkerException>(() => OutputFile.Create(Path.Combine(folder.Write("file", "x"), "below"), "a")).ExitCode);

    public void Dispose() => folder.Dispose();
}

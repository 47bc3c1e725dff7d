namespace Survey.Build.Tests;

/// <summary>Output folders hold this machine's native libraries only, and never libtorch.</summary>
public sealed class OutputFolderTests
{
    private const long MostBytes = 100L << 20;

    public static TheoryData<string> Folders =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories)
            .Select(project => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(project)!))
            .Append("build")
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Output_StaysBelow100Megabytes_WhenBuilt(string project)
    {
        var folder = new DirectoryInfo(Path.Combine(Repository.Root, project, "bin"));
        Assert.SkipUnless(folder.Exists, $"{project} has not been built.");

        var files = folder.EnumerateFiles("*", SearchOption.AllDirectories).OrderByDescending(file => file.Length).ToArray();

        Assert.True(
            files.Sum(file => file.Length) < MostBytes,
            $"'{folder.FullName}' holds {files.Sum(file => file.Length):N0} bytes, at most {MostBytes:N0} are allowed; the largest are {string.Join(", ", files.Take(3).Select(file => file.FullName))}. If an earlier build left them there, delete the folder and build again.");
        Assert.DoesNotContain(files, file => file.Name.Contains("torch_cpu", StringComparison.Ordinal));
    }
}

using Survey.Benchmarks.Measuring;

namespace Survey.Benchmarks;

/// <summary>An image whose program ends at once: what starting a container costs whatever it holds.</summary>
internal static class EmptyImage
{
    public const string Reference = "survey/benchmark-empty:1";

    /// <summary>Path of its program.</summary>
    public const string Program = "empty";

    /// <summary>Builds it and gives the folder of its root.</summary>
    public static async Task<string> BuildAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var folder = context.Folder("empty");
        await ExternalProgram.RunAsync("gcc", ["-static", "-Os", "-o", Path.Combine(folder, Program), context.PeerFile("empty.c")], cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "Dockerfile"), $"FROM scratch\nCOPY {Program} /{Program}\nENTRYPOINT [\"/{Program}\"]\n", cancellationToken);
        await RequireEngineAsync(cancellationToken);
        await ExternalProgram.RunAsync("docker", ["build", "--quiet", "--tag", Reference, folder], cancellationToken);
        return folder;
    }

    public static Task RemoveAsync() => ExternalProgram.RunAsync("docker", ["image", "rm", "--force", Reference], CancellationToken.None);

    private static async Task RequireEngineAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ExternalProgram.RunAsync("docker", ["version"], cancellationToken);
        }
        catch (BenchmarkException)
        {
            throw new BenchmarkSkippedException("No Docker engine answers; start it: sudo systemctl start docker");
        }
    }
}

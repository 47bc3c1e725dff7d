namespace Survey.Worker.Serving;

/// <summary>What <c>worker serve</c> was asked to do.</summary>
internal sealed record ServeOptions(IReadOnlyList<NamedModel> Models, int Port)
{
    /// <summary>The address to listen on; every one when null, as a container needs it.</summary>
    public System.Net.IPAddress? Host { get; init; }

    /// <summary>Threads one inference may use; requests run side by side.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The largest request body that is read.</summary>
    public int MaximumBodyBytes { get; init; } = 16 << 20;

    /// <summary>The most images that one request may hold.</summary>
    public int MaximumImages { get; init; } = 1024;

    /// <summary>How long running requests may take after SIGTERM.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);
}

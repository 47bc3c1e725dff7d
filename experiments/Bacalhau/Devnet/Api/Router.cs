namespace Survey.Devnets.Bacalhau.Api;

/// <summary>Handles one call; the answer is the body of a 200, or null when everything was written already.</summary>
internal delegate Task<object?> ApiHandler(ApiRequest request, CancellationToken cancellationToken);

/// <summary>Finds the handler of a call. Paths count letter by letter, and <c>*</c> stands for one part.</summary>
internal sealed class Router
{
    private const string Prefix = "/api/v1/";

    private readonly List<(string Method, string[] Pattern, ApiHandler Handler)> routes = [];

    public Router Map(string method, string pattern, ApiHandler handler)
    {
        routes.Add((method, pattern.Split('/'), handler));
        return this;
    }

    /// <summary>The handler with the variable parts of the path; null when there is none.</summary>
    public (ApiHandler Handler, IReadOnlyList<string> Segments)? Find(string method, string path)
    {
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var parts = path[Prefix.Length..].Split('/');

        // A word of its own wins over a variable: jobs/diff is no job.
        var matching = routes.Where(route => route.Method == method && Matches(route.Pattern, parts)).ToList();
        if (matching.Count == 0)
            return null;
        var best = matching.MinBy(route => route.Pattern.Count(part => part == "*"));
        return (best.Handler, [.. parts.Where((_, index) => best.Pattern[index] == "*")]);
    }

    private static bool Matches(string[] pattern, string[] parts) =>
        pattern.Length == parts.Length && pattern.Zip(parts).All(pair => pair.First == pair.Second || (pair.First == "*" && pair.Second.Length > 0));
}

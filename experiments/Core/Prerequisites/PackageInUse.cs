namespace Survey.Experiments.Prerequisites;

/// <summary>A package the product names, as it really is in the running program.</summary>
/// <param name="Id">The package id.</param>
/// <param name="Version">The version restored; null when the subset under compat/ stands in.</param>
public sealed record PackageInUse(string Id, string? Version)
{
    /// <summary><c>NuGet 7.0.0</c> or <c>compat</c>.</summary>
    public string Origin => Version is null ? "compat" : $"NuGet {Version}";
}

using Xunit.v3;

namespace Survey.Tests;

/// <summary>Marks a long test: it runs with <c>--suite=soak</c> only. How long it takes follows <see cref="Soak.Share(int)"/>.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class SoakAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Category", "Soak")];
}

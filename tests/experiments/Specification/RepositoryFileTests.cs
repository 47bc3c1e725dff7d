using Survey.Experiments.Specification;
using Xunit;

namespace Survey.Experiments.Tests.Specification;

/// <summary>The experiments.yaml of this repository.</summary>
public sealed class RepositoryFileTests
{
    [Fact]
    public void Load_FindsNothing_WhenReadingOurOwnFile() =>
        Assert.Empty(SurveyFile.Load(Repository.File("experiments.yaml"), new LoadOptions { Environment = _ => null }).Findings);
}

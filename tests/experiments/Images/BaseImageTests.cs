using RichardSzalay.MockHttp;
using Survey.Experiments.Images;
using Xunit;

namespace Survey.Experiments.Tests.Images;

public sealed class BaseImageTests : IDisposable
{
    private readonly MockHttpMessageHandler registry = new();

    [Fact]
    public async Task Choose_TakesTheChiseledImage_WhenTheRegistryAnswers()
    {
        registry.When("https://mcr.microsoft.com/v2/").Respond("application/json", "{}");

        Assert.Equal(BaseImage.Chiseled, (await ChooseAsync("auto", hasEngine: true)).Reference);
    }

    [Fact]
    public async Task Choose_TakesScratch_WhenNoRegistryAnswers()
    {
        registry.When("*").Throw(new HttpRequestException("no route"));

        Assert.True((await ChooseAsync("auto", hasEngine: true)).IsScratch);
    }

    [Theory]
    [InlineData("auto", "scratch")]
    [InlineData("scratch", "scratch")]
    [InlineData("debian:12", "debian:12")]
    public async Task Choose_AsksNobody_WhenItNeedNot(string wanted, string chosen) =>
        Assert.Equal(chosen, (await ChooseAsync(wanted, hasEngine: false)).Reference);

    public void Dispose() => registry.Dispose();

    private Task<BaseImage> ChooseAsync(string wanted, bool hasEngine) =>
        BaseImage.ChooseAsync(wanted, hasEngine, registry.ToHttpClient(), TestContext.Current.CancellationToken);
}

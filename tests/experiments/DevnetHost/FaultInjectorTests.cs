using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Survey.Devnets;
using Xunit;

namespace Survey.Experiments.Tests.DevnetHost;

public sealed class FaultInjectorTests
{
    [Fact]
    public async Task HandleAsync_Answers503AndDoesNothing_WhenEveryRequestFails()
    {
        var injector = new FaultInjector(new FakeTimeProvider()) { Plan = new FaultPlan { ServerErrors = 1 } };
        var context = new DefaultHttpContext();
        var handled = false;

        await injector.HandleAsync(context, _ =>
        {
            handled = true;
            return Task.CompletedTask;
        });

        Assert.False(handled);
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, context.Response.StatusCode);
    }

    [Fact]
    public void Strikes_DecidesTheSame_WhenTheSeedIsTheSame()
    {
        static bool[] Decide(int seed)
        {
            var injector = new FaultInjector(TimeProvider.System) { Plan = new FaultPlan { Seed = seed } };
            return [.. Enumerable.Range(0, 100).Select(_ => injector.Strikes(0.3))];
        }

        Assert.Equal(Decide(7), Decide(7));
        Assert.NotEqual(Decide(7), Decide(8));
        Assert.InRange(Decide(7).Count(struck => struck), 15, 45);
    }

    [Fact]
    public void IsNone_IsTrue_WhenOnlyTheSeedDiffers() => Assert.True(new FaultPlan { Seed = 9 }.IsNone);
}

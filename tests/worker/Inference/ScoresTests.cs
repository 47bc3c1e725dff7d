using System.Security.Cryptography;
using Survey.Worker.Inference;

namespace Survey.Worker.Tests.Inference;

public sealed class ScoresTests
{
    [Theory]
    [InlineData(new[] { 1f, 3f, 2f }, 1)]
    [InlineData(new[] { 3f, 3f }, 0)]
    [InlineData(new[] { -1f, -2f }, 0)]
    [InlineData(new[] { 1f, float.NaN }, -1)]
    public void Argmax_IsTheFirstOfTheHighest(float[] scores, int expected) => Assert.Equal(expected, Scores.Argmax(scores));

    [Fact]
    public void PredictionHash_IsOverOneBytePerAnswer() =>
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(new byte[] { 7, 2, 1 })), Scores.PredictionHash([7, 2, 1]));
}

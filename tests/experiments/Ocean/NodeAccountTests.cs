using System.Net;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean;
using Survey.Experiments.Ocean.Chain;
using Survey.Experiments.Ocean.Node;
using Xunit;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>Signed calls while another program uses the same account.</summary>
public sealed class NodeAccountTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_IsMadeOnceMoreWithTheNextNonce_WhenAnotherProgramTookIt()
    {
        using var node = new NonceNode(refusals: 1);

        var nonce = await CallAsync(node);

        Assert.Equal("2", nonce);
        Assert.Equal(["1", "2"], node.Called);
    }

    [Fact]
    public async Task Call_IsGivenUp_WhenTheNonceIsTakenTwice()
    {
        using var node = new NonceNode(refusals: 2);

        var refused = await Assert.ThrowsAsync<NodeRefusedException>(() => CallAsync(node));

        Assert.Equal(NodeRefusal.Nonce, refused.Refusal);
        Assert.Equal(2, node.Called.Count);
    }

    [Fact]
    public async Task Calls_NeverShareANonce_WhenManyAreMadeAtOnce()
    {
        using var node = new NonceNode(refusals: 0);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CallAsync(node)));

        Assert.Equal(Enumerable.Range(1, 20).Select(number => $"{number}"), node.Called);
    }

    private static async Task<string> CallAsync(NonceNode node)
    {
        using var http = new HttpClient(node, disposeHandler: false);
        var channel = new NodeHttp(node.Address, http, TimeProvider.System);
        var account = new NodeAccount(channel, Wallet.Create(new Secret(WellKnownKeys.Key(2)), 8996));
        return await account.CallAsync(
            SignatureText.Encrypt, call => channel.TextOnceAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(node.Address, $"/call?{call.Query}")), "call", Token), Token);
    }

    /// <summary>A node that knows nonces: it tells the last one, and refuses the first calls as if another program had been quicker.</summary>
    private sealed class NonceNode(int refusals) : HttpMessageHandler
    {
        private int last;

        // An address of its own, because accounts at one node wait for each other.
        public Uri Address { get; } = new($"http://{Guid.NewGuid():N}.test");

        public List<string> Called { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Get)
                return Answer(HttpStatusCode.OK, $"{{\"nonce\":\"{last}\"}}");
            var nonce = System.Web.HttpUtility.ParseQueryString(request.RequestUri!.Query)["nonce"]!;
            Called.Add(nonce);
            last++;
            return Called.Count > refusals ? Answer(HttpStatusCode.OK, nonce) : Answer(HttpStatusCode.Unauthorized, $"\"nonce: {nonce} is not a valid nonce\"");
        }

        private static Task<HttpResponseMessage> Answer(HttpStatusCode status, string text) => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(text) });
    }
}

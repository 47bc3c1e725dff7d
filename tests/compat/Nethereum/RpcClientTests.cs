using System.Net;
using System.Text;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;

namespace Survey.Compat.Tests.Nethereum;

public sealed class RpcClientTests
{
    [Fact]
    public async Task SendRequest_SendsHexAndNoNulls_WhenTheParameterIsATransaction()
    {
        var handler = new Answer("""{"jsonrpc":"2.0","id":1,"result":"0x10"}""");
        await Client(handler).SendRequestAsync<string>("eth_call", null, new TransactionInput { To = "0x1", Nonce = new("0x5") }, BlockParameter.CreateLatest());
        Assert.Contains("""
            "params":[{"nonce":"0x5","to":"0x1"},"latest"]
            """, handler.Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendRequest_ReadsAReceipt_WhenTheNodeHasMoreFieldsThanWeKnow()
    {
        var handler = new Answer("""
            {"result":{"transactionHash":"0xab","status":"0x1","gasUsed":"0x5208","effectiveGasPrice":"0x3b9aca08","unknown":[1],
             "logs":[{"address":"0x01","topics":["0x02"],"data":"0x","blockNumber":"0x7","logIndex":"0x0"}]}}
            """);
        var receipt = await Client(handler).SendRequestAsync<TransactionReceipt>("eth_getTransactionReceipt", null, "0xab");
        Assert.Equal((21000, 1_000_000_008, 7), ((int)receipt.GasUsed.Value, (int)receipt.EffectiveGasPrice.Value, (int)receipt.Logs[0].BlockNumber.Value));
    }

    [Fact]
    public async Task SendRequest_GivesNull_WhenTheReceiptIsNotThereYet() =>
        Assert.Null(await Client(new Answer("""{"result":null}""")).SendRequestAsync<TransactionReceipt>("eth_getTransactionReceipt", null, "0xab"));

    [Fact]
    public async Task SendRequest_KeepsCodeMessageAndData_WhenTheNodeRefuses()
    {
        var client = Client(new Answer("""{"error":{"code":-32000,"message":"nonce too low","data":"0x01"}}"""));
        var error = (await Assert.ThrowsAsync<RpcResponseException>(() => client.SendRequestAsync<string>("eth_sendRawTransaction"))).RpcError;
        Assert.Equal((-32000, "nonce too low", "0x01"), (error.Code, error.Message, error.Data?.ToString()));
    }

    [Theory]
    [InlineData("<html>", HttpStatusCode.OK)]
    [InlineData("{}", HttpStatusCode.TooManyRequests)]
    public async Task SendRequest_ThrowsUnknown_WhenTheAnswerIsUnusable(string text, HttpStatusCode status) =>
        await Assert.ThrowsAsync<RpcClientUnknownException>(() => Client(new Answer(text, status)).SendRequestAsync<string>("eth_chainId"));

    private static SimpleRpcClient Client(Answer handler) => new(new Uri("http://localhost:1"), new HttpClient(handler));

    private sealed class Answer(string text, HttpStatusCode status = HttpStatusCode.OK) : HttpMessageHandler
    {
        public string Sent { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent = await request.Content!.ReadAsStringAsync(cancellationToken);
            return new HttpResponseMessage(status) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
        }
    }
}

using System.Text;
using Nethereum.ABI;
using Nethereum.ABI.FunctionEncoding;
using Nethereum.Contracts;
using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Nethereum.Web3.Accounts;

namespace Survey.Compat.Tests.Nethereum;

/// <summary>The worked examples of the "Contract ABI Specification" of Solidity.</summary>
public sealed class AbiTests
{
    private const string Somebody = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

    [Fact]
    public async Task CallData_IsTheSpecificationsExample_WhenArgumentsAreStatic() =>
        Assert.Equal("0xcdcd77c0" + Word("45") + Word("1"), await CallDataAsync(new BazFunction { X = 69, Y = true }));

    [Fact]
    public async Task CallData_IsTheSpecificationsExample_WhenAnArrayIsFixed() =>
        Assert.Equal(
            "0xfce353f6" + Right("616263") + Right("646566"),
            await CallDataAsync(new BarFunction { Values = ["abc"u8.ToArray(), "def"u8.ToArray()] }));

    [Fact]
    public async Task CallData_IsTheSpecificationsExample_WhenArgumentsAreDynamic() =>
        Assert.Equal(
            "0xa5643bf2" + Word("60") + Word("1") + Word("a0") + Word("4") + Right("64617665") + Word("3") + Word("1") + Word("2") + Word("3"),
            await CallDataAsync(new SamFunction { Name = "dave"u8.ToArray(), Flag = true, Data = [1, 2, 3] }));

    [Fact]
    public async Task CallData_IsTheSpecificationsExample_WhenStaticAndDynamicMix() =>
        Assert.Equal(
            "0x8be65246" + Word("123") + Word("80") + Right("31323334353637383930") + Word("e0")
            + Word("2") + Word("456") + Word("789") + Word("d") + Right("48656c6c6f2c20776f726c6421"),
            await CallDataAsync(new FFunction { First = 0x123, Second = [0x456, 0x789], Third = "1234567890"u8.ToArray(), Fourth = "Hello, world!"u8.ToArray() }));

    [Fact]
    public async Task CallData_IsTheSpecificationsExample_WhenArraysNest() =>
        Assert.Equal(
            "0x2289b18c" + Word("40") + Word("140") + Word("2") + Word("40") + Word("a0") + Word("2") + Word("1") + Word("2") + Word("1") + Word("3")
            + Word("3") + Word("60") + Word("a0") + Word("e0") + Word("3") + Right("6f6e65") + Word("3") + Right("74776f") + Word("5") + Right("7468726565"),
            await CallDataAsync(new GFunction { Numbers = [[1, 2], [3]], Words = ["one", "two", "three"] }));

    [Fact]
    public async Task Query_GivesBackWhatWasSent_WhenTuplesNestInArrays()
    {
        var sent = new PairsFunction
        {
            First = new() { Name = "ä", Amount = -5 },
            Rest = [new() { Name = new string('x', 40), Amount = long.MaxValue }, new() { Name = "", Amount = long.MinValue }],
            Owner = Somebody,
        };
        var client = new RecordingClient();
        client.Answers["eth_call"] = "0x" + (await CallDataAsync(sent))[10..];

        var output = await Web3(client).Eth.GetContractQueryHandler<PairsFunction>().QueryDeserializingToObjectAsync<PairsOutput>(sent, Somebody);

        Assert.Equal(("ä", -5), (output.First.Name, output.First.Amount));
        Assert.Equal([long.MaxValue, long.MinValue], output.Rest.Select(pair => pair.Amount));
        Assert.Equal(sent.Rest[0].Name, output.Rest[0].Name);
        Assert.Equal(Somebody, output.Owner);
    }

    [Theory]
    [InlineData("0x0000000000000000000000000000000000000000000000000000000000000001", true)]
    [InlineData("0x0000000000000000000000000000000000000000000000000000000000000000", false)]
    public async Task Query_DecodesTheReturnType_WhenItIsOneValue(string answer, bool expected)
    {
        var client = new RecordingClient();
        client.Answers["eth_call"] = answer;
        Assert.Equal(expected, await Web3(client).Eth.GetContractQueryHandler<BazFunction>().QueryAsync<bool>(Somebody));
    }

    [Theory]
    [InlineData("0x")]
    [InlineData("0x0000000000000000000000000000000000000000000000000000000000000020ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("0x00000000000000000000000000000000000000000000000000000000000000ff")]
    public async Task Query_Throws_WhenTheAnswerLiesAboutItsLength(string answer)
    {
        var client = new RecordingClient();
        client.Answers["eth_call"] = answer;
        var query = Web3(client).Eth.GetContractQueryHandler<PairsFunction>();
        await Assert.ThrowsAnyAsync<Exception>(() => query.QueryDeserializingToObjectAsync<PairsOutput>(new PairsFunction { Owner = Somebody }, Somebody));
    }

    [Fact]
    public void DecodeAllEvents_TakesOnlyTheMatchingLogs_WhenOthersAreAmongThem()
    {
        var topic = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
        FilterLog[] logs =
        [
            new() { Topics = ["0x118cb6c6a02e26bfdb39cab8d70573499942c4ee3f0d7616d3c4100fe9163d9d"], Data = "0x" },
            new() { Topics = [topic, "0x" + Word(Somebody[2..].ToLowerInvariant())], Data = "0x" + Word("1") + Word("2") },
            new() { Topics = [topic, "0x" + Word("0"), "0x" + Word(Somebody[2..].ToLowerInvariant())], Data = "0x" + Word("de0b6b3a7640000") },
        ];

        var transfer = Assert.Single(logs.DecodeAllEvents<TransferEvent>());

        Assert.Equal(Somebody, transfer.Event.To);
        Assert.Equal(1_000_000_000_000_000_000, transfer.Event.Value);
        Assert.Same(logs[2], transfer.Log);
    }

    [Fact]
    public void GetABIEncodedPacked_HasNoPadding_WhenTypesMix() =>
        Assert.Equal(
            // The specification's example: encodePacked(int16(-1), bytes1(0x42), uint16(0x03), string("Hello, world!")).
            "0xffff42000348656c6c6f2c20776f726c6421",
            new ABIEncode().GetABIEncodedPacked(
                new ABIValue("int16", -1), new ABIValue("bytes1", new byte[] { 0x42 }), new ABIValue("uint16", 3), new ABIValue("string", "Hello, world!")).ToHex(true));

    [Fact]
    public async Task Send_TellsTheContractsReason_WhenItReverts()
    {
        var reason = "0x08c379a0" + Word("20") + Word("c") + Right(Convert.ToHexStringLower(Encoding.UTF8.GetBytes("Not approved")));
        var revert = await Assert.ThrowsAsync<SmartContractRevertException>(() => Web3(new FailingClient(reason)).Eth
            .GetContractTransactionHandler<BazFunction>().SendRequestAsync(Somebody, new BazFunction()));
        Assert.Equal("Not approved", revert.RevertMessage);
    }

    [Fact]
    public async Task Send_KeepsTheData_WhenTheContractHasAnErrorOfItsOwn()
    {
        var revert = await Assert.ThrowsAsync<SmartContractCustomErrorRevertException>(() => Web3(new FailingClient("0x12345678")).Eth
            .GetContractTransactionHandler<BazFunction>().EstimateGasAsync(Somebody, new BazFunction()));
        Assert.Equal("0x12345678", revert.ExceptionEncodedData);
    }

    [Fact]
    public async Task CallData_IsRefused_WhenANumberDoesNotFit() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => CallDataAsync(new SamFunction { Data = [-1] }));

    private static async Task<string> CallDataAsync<T>(T message)
        where T : FunctionMessage, new()
    {
        var client = new RecordingClient();
        client.Answers["eth_estimateGas"] = new HexBigInteger(1);
        await Web3(client).Eth.GetContractTransactionHandler<T>().EstimateGasAsync(Somebody, message);
        return ((CallInput)client.Calls.Single().Parameters[0]).Data;
    }

    private static Web3 Web3(IClient client) => new(new Account("0x" + new string('1', 64), 1), client);

    private static string Word(string hex) => hex.PadLeft(64, '0');

    private static string Right(string hex) => hex.PadRight(64, '0');

    private sealed class FailingClient(string data) : IClient
    {
        public Task<T> SendRequestAsync<T>(string method, string? route = null, params object[] paramList) =>
            Task.FromException<T>(new RpcResponseException(new RpcError(3, "execution reverted", data)));
    }
}

using System.Numerics;
using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.Hex.HexTypes;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Signer;
using Nethereum.Util;
using Nethereum.Web3.Accounts;

namespace Survey.Compat.Tests.Nethereum;

public sealed class SigningTests
{
    private const string Vector1559Key = "0x8f2a55949038a9610f50fb23b5883af3b4ecb3c3bb792cbcefbd1542c692be63";

    [Fact]
    public async Task SendTransaction_SignsTheExampleOfEip155_WhenAGasPriceIsGiven()
    {
        var client = await SendAsync("0x4646464646464646464646464646464646464646464646464646464646464646", 1, new TransactionInput
        {
            Nonce = new HexBigInteger(9),
            GasPrice = new HexBigInteger(20_000_000_000),
            Gas = new HexBigInteger(21_000),
            To = "0x3535353535353535353535353535353535353535",
            Value = new HexBigInteger(BigInteger.Pow(10, 18)),
        });

        Assert.Equal(
            "0xf86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025"
            + "a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276"
            + "a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83",
            client.SentRaw);
    }

    // Vectors of the EIP-1559 suite of ethereumjs (packages/tx/test/json/eip1559.json), chain id 7822, without the outer RLP string.
    [Theory]
    [InlineData(819, 43203529, 35552, 75853, 121212, "0x02f870821e8e8203338301284d8301d97c828ae094000000000000000000000000000000000000aaaa8402933bc980c080a0d067f2167008c59219652f91cbf8788dbca5f771f6e91e2b7657e85b78b472e0a01d305af9fe81fdba43f0dfcd400ed24dcace0a7e30d4e85701dcaaf484cd079e")]
    [InlineData(353, 61901619, 32593, 38850, 136295, "0x02f86f821e8e8201618297c283021467827f5194000000000000000000000000000000000000aaaa8403b08b3380c001a004205678f13fc1d7b10feea6513dfa76e24418b6e08097d95c6f93a3b64e536da01d45ad61bfece43862de2cce7d2575a8c1d08c26c87f3cb5f26d7b0be54a91b2")]
    [InlineData(119, 65456115, 62341, 24721, 107729, "0x02f86d821e8e778260918301a4d182f38594000000000000000000000000000000000000aaaa8403e6c7f380c001a0e38e239770801eb995498c821e55ac9c19ae09184bb27b34be105e02fe3b7615a067c64ca6bd6d9107e85fd581ab2e70a14b637eb36505bb40861ef9d6e800cab6")]
    public async Task SendTransaction_SignsTheVectorsOfEip1559_WhenFeesAreGiven(int nonce, int value, int gas, int priorityFee, int maxFee, string signed)
    {
        var client = await SendAsync(Vector1559Key, 7822, new TransactionInput
        {
            Nonce = new HexBigInteger(nonce),
            Gas = new HexBigInteger(gas),
            MaxFeePerGas = new HexBigInteger(maxFee),
            MaxPriorityFeePerGas = new HexBigInteger(priorityFee),
            To = "0x000000000000000000000000000000000000aaaa",
            Value = new HexBigInteger(value),
        });

        Assert.Equal(signed, client.SentRaw);
    }

    [Fact]
    public void EncodeUTF8AndSign_GivesThePublishedSignature_WhenTheExampleOfWeb3JsIsSigned()
    {
        var key = new EthECKey("0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318");
        var signer = new EthereumMessageSigner();

        var signature = signer.EncodeUTF8AndSign("Some data", key);

        Assert.Equal(
            "0xb91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c",
            signature);
        Assert.Equal("0x1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655", signer.HashPrefixedMessage("Some data"u8.ToArray()).ToHex(true));
        Assert.Equal(key.GetPublicAddress(), signer.EncodeUTF8AndEcRecover("Some data", signature));
        Assert.NotEqual(key.GetPublicAddress(), signer.EncodeUTF8AndEcRecover("Some datA", signature));
    }

    [Theory]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")]
    [InlineData("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")]
    [InlineData("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")]
    public void ConvertToChecksumAddress_GivesTheExamplesOfEip55_WhenLowerCase(string address) =>
        Assert.Equal(address, AddressUtil.Current.ConvertToChecksumAddress(address.ToLowerInvariant()));

    [Fact]
    public void Sign_IsTheSameTwiceAndRecoverable_WhenKeysAreRandom()
    {
        var signer = new EthereumMessageSigner();
        foreach (var key in Enumerable.Range(0, 20).Select(_ => EthECKey.GenerateKey()))
        {
            var hash = Sha3Keccack.Current.CalculateHash(key.GetPubKey());
            Assert.Equal(signer.Sign(hash, key), signer.Sign(hash, key));
            Assert.Equal(key.GetPublicAddress(), signer.EcRecover(hash, signer.Sign(hash, key)));
            Assert.Equal(33, key.GetPubKey(true).Length);
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("0x1234")]
    [InlineData("0x2222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222")]
    public void EcRecover_ThrowsAFormatError_WhenTheSignatureFitsNoKey(string signature) =>
        Assert.ThrowsAny<SystemException>(() => new EthereumMessageSigner().EcRecover([1], signature));

    [Theory]
    [InlineData("0x00")]
    [InlineData("0x0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    public void Key_IsRefused_WhenOutsideOfTheGroup(string key) => Assert.Throws<ArgumentException>(() => new EthECKey(key));

    private static async Task<RecordingClient> SendAsync(string key, BigInteger chainId, TransactionInput transaction)
    {
        var client = new RecordingClient();
        var account = new Account(key, chainId);
        account.TransactionManager.Client = client;
        await account.TransactionManager.SendTransactionAsync(transaction);
        return client;
    }
}

using System.Numerics;
using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.Util;

namespace Nethereum.Signer;

/// <summary>The two kinds of transaction that are signed here: EIP-1559 (type 2) and, for chains without it, EIP-155.</summary>
internal sealed record TransactionEnvelope(BigInteger ChainId, BigInteger Nonce, BigInteger Gas, string? To, BigInteger Value, byte[] Data)
{
    public string Sign1559(EthECKey key, BigInteger maxPriorityFeePerGas, BigInteger maxFeePerGas)
    {
        byte[][] unsigned =
        [
            Rlp.Number(ChainId), Rlp.Number(Nonce), Rlp.Number(maxPriorityFeePerGas), Rlp.Number(maxFeePerGas), Rlp.Number(Gas),
            Rlp.Address(To), Rlp.Number(Value), Rlp.Bytes(Data), Rlp.List(),
        ];
        var (r, s, parity) = SignHash(key, [0x02, .. Rlp.List(unsigned)]);
        byte[] signed = [0x02, .. Rlp.List([.. unsigned, Rlp.Number(parity), Number(r), Number(s)])];
        return signed.ToHex(prefix: true);
    }

    public string SignLegacy(EthECKey key, BigInteger gasPrice)
    {
        byte[][] body = [Rlp.Number(Nonce), Rlp.Number(gasPrice), Rlp.Number(Gas), Rlp.Address(To), Rlp.Number(Value), Rlp.Bytes(Data)];
        var (r, s, parity) = SignHash(key, Rlp.List([.. body, Rlp.Number(ChainId), Rlp.Number(0), Rlp.Number(0)]));
        return Rlp.List([.. body, Rlp.Number((ChainId * 2) + 35 + parity), Number(r), Number(s)]).ToHex(prefix: true);
    }

    private static (byte[] R, byte[] S, int RecoveryId) SignHash(EthECKey key, byte[] payload) =>
        Secp256k1.Sign(Sha3Keccack.Current.CalculateHash(payload), key.GetPrivateKeyAsBytes());

    private static byte[] Number(byte[] value) => Rlp.Number(new BigInteger(value, isUnsigned: true, isBigEndian: true));
}

using System.Numerics;
using Nethereum.RPC.Accounts;
using Nethereum.RPC.TransactionManagers;
using Nethereum.Signer;

namespace Nethereum.Web3.Accounts;

/// <summary>A private key and the chain that it signs for.</summary>
public class Account : IAccount
{
    public Account(string privateKey, BigInteger? chainId = null)
    {
        var key = new EthECKey(privateKey);
        ChainId = chainId;
        Address = key.GetPublicAddress();
        TransactionManager = new SigningTransactionManager(key, Address, chainId);
    }

    public string Address { get; set; }

    public BigInteger? ChainId { get; }

    public ITransactionManager TransactionManager { get; set; }
}

namespace Nethereum.ABI.FunctionEncoding;

/// <summary>A contract refused with Error(string).</summary>
public class SmartContractRevertException(string message, string encodedData, Exception? innerException = null)
    : Exception("Smart contract error: " + message, innerException)
{
    public string RevertMessage { get; set; } = message;

    public string EncodedData { get; set; } = encodedData;
}

namespace Nethereum.Contracts;

/// <summary>A contract refused with an error of its own, not with Error(string).</summary>
public class SmartContractCustomErrorRevertException(string encodedData) : Exception("Smart contract custom error revert: " + encodedData)
{
    public string ExceptionEncodedData { get; set; } = encodedData;
}

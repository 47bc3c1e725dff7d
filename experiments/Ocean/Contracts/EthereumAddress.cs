namespace Survey.Experiments.Ocean.Contracts;

/// <summary>Addresses with a meaning of their own.</summary>
internal static class EthereumAddress
{
    /// <summary>Nobody.</summary>
    public const string Zero = "0x0000000000000000000000000000000000000000";

    /// <summary>An address that everybody knows to be nobody's.</summary>
    public const string Dead = "0x000000000000000000000000000000000000dEaD";
}

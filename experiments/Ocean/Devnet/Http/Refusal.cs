namespace Survey.Devnets.Ocean.Http;

/// <summary>A call the node refuses, in the node's own words. The route decides how the words are wrapped.</summary>
internal sealed class Refusal(int status, string text) : Exception(text)
{
    public int Status { get; } = status;

    /// <summary>A required field is missing from a command.</summary>
    public static Refusal Missing(string field, string command, string required) => new(
        400, $"Missing one ( \"{field}\" ) or more required field(s) for command: \"{command}\". Required fields: {required}");
}

/// <summary>How a route wraps its errors: the node does it differently from place to place.</summary>
internal enum ErrorShape
{
    /// <summary>Plain text that calls itself HTML.</summary>
    Text,

    /// <summary>A JSON string.</summary>
    JsonString,

    /// <summary>A JSON object with the one member "error".</summary>
    JsonObject,

    /// <summary>"Internal Server Error", whatever it was.</summary>
    Hidden,
}

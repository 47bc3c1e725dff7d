using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Survey.Devnets.Bacalhau.Wire;

/// <summary>JSON as the server writes it.</summary>
internal static class WireJson
{
    /// <summary>PascalCase, with &lt;, &gt; and &amp; escaped.</summary>
    public static JsonSerializerOptions Default { get; } = Create(JavaScriptEncoder.Create(UnicodeRanges.All), indented: false);

    /// <summary>The same, indented, for <c>?pretty</c>.</summary>
    public static JsonSerializerOptions Pretty { get; } = Create(JavaScriptEncoder.Create(UnicodeRanges.All), indented: true);

    /// <summary>Without the escapes: the results endpoint, so that URLs stay readable.</summary>
    public static JsonSerializerOptions Plain { get; } = Create(JavaScriptEncoder.UnsafeRelaxedJsonEscaping, indented: false);

    private static JsonSerializerOptions Create(JavaScriptEncoder encoder, bool indented) => new()
    {
        Encoder = encoder,
        WriteIndented = indented,
        NewLine = "\n",
        MaxDepth = 64,
    };
}

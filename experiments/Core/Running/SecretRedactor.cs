using System.Collections.Concurrent;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Running;

/// <summary>
/// Knows every secret that was handed out in this process and takes it out of any text on its way to a log or a file. A second line of defence:
/// the first is that a <see cref="Secret"/> does not print.
/// </summary>
public sealed class SecretRedactor
{
    // Shorter values ("a", "8080") would make holes in innocent text and protect nothing.
    private const int ShortestSecret = 6;

    private readonly ConcurrentDictionary<string, byte> values = new(StringComparer.Ordinal);

    /// <summary>Whether any secret was handed out.</summary>
    public bool IsEmpty => values.IsEmpty;

    /// <summary>Reads <c>${NAME}</c> from the environment.</summary>
    /// <exception cref="NetworkException">The variable is not set.</exception>
    public Secret Resolve(string reference)
    {
        var name = reference.StartsWith("${", StringComparison.Ordinal) && reference.EndsWith('}') ? reference[2..^1] : reference;
        var value = Environment.GetEnvironmentVariable(name);
        if (string.IsNullOrEmpty(value))
            throw new NetworkException(NetworkErrorKind.Unauthorized, $"The environment variable {name} is not set. Set it to the credential that {reference} stands for.");
        if (value.Length >= ShortestSecret)
            values.TryAdd(value, 0);
        return new Secret(value);
    }

    /// <summary>The text without any secret.</summary>
    public string Redact(string text)
    {
        foreach (var value in values.Keys)
            text = text.Replace(value, "***", StringComparison.Ordinal);
        return text;
    }
}

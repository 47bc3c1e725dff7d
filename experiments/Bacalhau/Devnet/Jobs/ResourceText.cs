using System.Globalization;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Jobs;

/// <summary>Resources as text: <c>500m</c>, <c>1.5</c>, <c>512mb</c>, <c>1gi</c>, and back as the server's messages print them.</summary>
internal static class ResourceText
{
    private static readonly string[] Decimal = ["b", "kb", "mb", "gb", "tb", "pb", "eb"];
    private static readonly string[] Binary = ["b", "kib", "mib", "gib", "tib", "pib", "eib"];

    public static string? Normalize(string? text) =>
        string.IsNullOrEmpty(text) ? null : text.ToLowerInvariant().Replace(" ", "", StringComparison.Ordinal);

    /// <summary>Cores; null when the text means none.</summary>
    public static double? Cores(string text)
    {
        var milli = text.EndsWith('m');
        return double.TryParse(milli ? text[..^1] : text, NumberStyles.Float & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value)
            ? milli ? value / 1000 : value
            : null;
    }

    /// <summary>Bytes; null when the text means none.</summary>
    public static ulong? Bytes(string text)
    {
        var digits = text.TakeWhile(character => char.IsAsciiDigit(character) || character == '.').Count();
        if (digits == 0 || !double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return null;
        var unit = text[digits..].Trim().ToLowerInvariant();
        return Factor(unit) is { } factor ? (ulong)(number * factor) : null;
    }

    public static ulong? Devices(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>The resources a task asks for; text that means nothing counts as none, because it was refused before.</summary>
    public static NodeResources Parse(ResourcesConfig config) => new()
    {
        CPU = Cores(config.CPU ?? "0") ?? 0,
        Memory = Bytes(config.Memory ?? "0") ?? 0,
        Disk = Bytes(config.Disk ?? "0") ?? 0,
        GPU = Devices(config.GPU ?? "0") ?? 0,
    };

    public static string Print(NodeResources resources) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{CPU: {resources.CPU:0.00}, Memory: {Print(resources.Memory)}, Disk: {Print(resources.Disk)}, GPU: {resources.GPU}}}");

    private static string Print(ulong bytes)
    {
        if (bytes < 10)
            return $"{bytes} B";
        var power = Math.Min((int)Math.Floor(Math.Log10(bytes) / 3), Decimal.Length - 1);
        var value = Math.Floor((bytes / Math.Pow(1000, power) * 10) + 0.5) / 10;
        var unit = power == 0 ? "B" : Decimal[power].ToUpperInvariant().Replace("KB", "kB", StringComparison.Ordinal);
        return value < 10
            ? string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {unit}")
            : string.Create(CultureInfo.InvariantCulture, $"{value:0} {unit}");
    }

    private static double? Factor(string unit)
    {
        if (unit.Length == 0)
            return 1;
        var power = Array.IndexOf(Decimal, unit.EndsWith('b') ? unit : unit.EndsWith('i') ? "" : unit + "b");
        if (power >= 0)
            return Math.Pow(1000, power);
        power = Array.IndexOf(Binary, unit.EndsWith('i') ? unit + "b" : unit);
        return power >= 0 ? Math.Pow(1024, power) : null;
    }
}

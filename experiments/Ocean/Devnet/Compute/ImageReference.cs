using System.Text.Json.Nodes;

namespace Survey.Devnets.Ocean.Compute;

/// <summary>The container of an algorithm: an image by digest or tag, or a Dockerfile to build.</summary>
internal sealed record ImageReference(string Image, string Tag, string Checksum, string? Dockerfile)
{
    /// <summary>By digest when there is one, else by tag, else the latest.</summary>
    public string Reference => (Checksum, Tag) switch
    {
        ({ Length: > 0 }, _) => $"{Image}@{Checksum}",
        (_, { Length: > 0 }) => $"{Image}:{Tag}",
        _ => $"{Image}:latest",
    };

    /// <summary>The host of the registry, when the name says one.</summary>
    public string? RegistryHost => Image.Split('/') is [var host, _, ..] && (host.Contains('.') || host.Contains(':') || host == "localhost") ? host : null;

    /// <summary>The name below the registry.</summary>
    public string Repository => RegistryHost is { } host ? Image[(host.Length + 1)..] : Image;

    public static ImageReference? From(JsonObject? container)
    {
        var dockerfile = (string?)container?["dockerfile"];
        var image = (string?)container?["image"] ?? "";
        return container is null || (image.Length == 0 && dockerfile is null)
            ? null
            : new ImageReference(image, (string?)container["tag"] ?? "", (string?)container["checksum"] ?? "", dockerfile);
    }
}

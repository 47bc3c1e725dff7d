using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Survey.Devnets.Ocean.Http;

namespace Survey.Devnets.Ocean.Storage;

/// <summary>Buckets of files on the node's own disk.</summary>
internal sealed class Buckets(string folder, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (string Owner, string Label, DateTimeOffset Created)> buckets = new(StringComparer.Ordinal);

    public JsonObject Create(string owner, string? label)
    {
        var id = Guid.NewGuid().ToString();
        Directory.CreateDirectory(Path.Combine(folder, id));
        buckets[id] = (owner, label is { Length: > 0 } ? label : $"bucket-{id[..8]}", time.GetUtcNow());
        return new JsonObject { ["bucketId"] = id, ["owner"] = owner, ["accessList"] = new JsonArray(), ["label"] = buckets[id].Label };
    }

    public JsonArray List(string owner) =>
    [
        .. buckets.Where(bucket => string.Equals(bucket.Value.Owner, owner, StringComparison.OrdinalIgnoreCase)).OrderBy(bucket => bucket.Value.Created)
            .Select(bucket => new JsonObject
            {
                ["bucketId"] = bucket.Key,
                ["owner"] = bucket.Value.Owner,
                ["createdAt"] = bucket.Value.Created.ToUnixTimeSeconds(),
                ["accessLists"] = new JsonArray(),
                ["label"] = bucket.Value.Label,
            }),
    ];

    public JsonObject Rename(string id, string? caller, string label)
    {
        Demand(id, caller);
        buckets[id] = buckets[id] with { Label = label };
        return new JsonObject { ["bucketId"] = id, ["label"] = label };
    }

    public JsonArray Files(string id, string? caller)
    {
        Demand(id, caller);
        return [.. new DirectoryInfo(Path.Combine(folder, id)).GetFiles().OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => Describe(id, file))];
    }

    public async Task<JsonObject> WriteAsync(string id, string? caller, string name, byte[] content, CancellationToken cancellationToken)
    {
        Demand(id, caller);
        await File.WriteAllBytesAsync(PathOf(id, name), content, cancellationToken);
        return Describe(id, new FileInfo(PathOf(id, name)));
    }

    public JsonObject FileObject(string id, string? caller, string name)
    {
        Demand(id, caller);
        return File.Exists(PathOf(id, name))
            ? new JsonObject { ["type"] = "nodePersistentStorage", ["bucketId"] = id, ["fileName"] = name }
            : throw new Refusal(404, $"File not found: {name}");
    }

    public JsonObject Delete(string id, string? caller, string name)
    {
        Demand(id, caller);
        if (!File.Exists(PathOf(id, name)))
            throw new Refusal(500, $"File not found: {name}");
        File.Delete(PathOf(id, name));
        return new JsonObject { ["success"] = true };
    }

    /// <summary>Where a file of a bucket is on this machine.</summary>
    /// <exception cref="Refusal">The name is no plain file name.</exception>
    public string PathOf(string id, string name) =>
        name.Length > 0 && name is not ("." or "..") && name.IndexOfAny(['/', '\\', '\0']) < 0 && Path.GetFileName(name) == name
            ? Path.Combine(folder, id, name)
            : throw new Refusal(500, "Invalid fileName");

    /// <summary>Checks that the bucket is the caller's.</summary>
    /// <exception cref="Refusal">It is not.</exception>
    public void Demand(string id, string? caller)
    {
        if (!buckets.TryGetValue(id, out var bucket))
            throw new Refusal(500, "Invalid bucketId");
        if (!string.Equals(bucket.Owner, caller, StringComparison.OrdinalIgnoreCase))
            throw new Refusal(403, "You are not allowed to access this bucket");
    }

    private static JsonObject Describe(string id, FileInfo file) => new()
    {
        ["bucketId"] = id,
        ["name"] = file.Name,
        ["size"] = file.Length,
        ["lastModified"] = new DateTimeOffset(file.LastWriteTimeUtc).ToUnixTimeMilliseconds(),
    };
}

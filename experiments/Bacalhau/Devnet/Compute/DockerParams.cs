using System.Text.Json.Nodes;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>The parameters of the Docker engine, decoded only when a node looks at the job.</summary>
internal sealed record DockerParams(
    string Image,
    IReadOnlyList<string> Entrypoint,
    IReadOnlyList<string> Parameters,
    IReadOnlyList<string> EnvironmentVariables,
    string WorkingDirectory)
{
    /// <exception cref="ComputeException">They mean nothing.</exception>
    public static DockerParams Read(SpecConfig engine)
    {
        var read = new DockerParams(
            Text(engine, "Image"), List(engine, "Entrypoint"), List(engine, "Parameters"), List(engine, "EnvironmentVariables"), Text(engine, "WorkingDirectory"));
        if (read.Image.Length == 0)
            throw Scanning("invalid docker engine param: 'Image' cannot be empty");
        if (read.WorkingDirectory.Length > 0 && !read.WorkingDirectory.StartsWith('/'))
            throw Scanning($"invalid docker engine param: 'WorkingDirectory' (\"{read.WorkingDirectory}\") must contain absolute path");
        return read;
    }

    private static string Text(SpecConfig engine, string name) => engine.Param(name) switch
    {
        null => "",
        JsonValue value when value.TryGetValue(out string? text) => text,
        var other => throw Undecodable(other, name, "string"),
    };

    private static IReadOnlyList<string> List(SpecConfig engine, string name) => engine.Param(name) switch
    {
        null => [],
        JsonArray array => [.. array.Select(item => item is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : throw Undecodable(item, name, "string"))],
        var other => throw Undecodable(other, name, "[]string"),
    };

    private static ComputeException Undecodable(JsonNode? given, string field, string type)
    {
        var kind = given?.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.String => "string",
            System.Text.Json.JsonValueKind.Number => "number",
            System.Text.Json.JsonValueKind.Object => "object",
            System.Text.Json.JsonValueKind.Array => "array",
            _ => "bool",
        };
        return Scanning($"failed to decode docker engine specs. json: cannot unmarshal {kind} into Go struct field EngineSpec.{field} of type {type}");
    }

    private static ComputeException Scanning(string message) => new(ExecutionFailure.Plain(Topics.Scanning, message));
}

/// <summary>An execution cannot go on.</summary>
internal sealed class ComputeException(ExecutionFailure failure) : Exception(failure.Message)
{
    public ExecutionFailure Failure { get; } = failure;
}

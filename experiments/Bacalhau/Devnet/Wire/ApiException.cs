using System.Text.Json.Serialization;

namespace Survey.Devnets.Bacalhau.Wire;

/// <summary>An error the API answers with its envelope.</summary>
internal sealed class ApiException(int status, string message, string code, string component) : Exception(message)
{
    public int Status { get; } = status;
    public string Code { get; } = code;
    public string Component { get; } = component;
    public string? Hint { get; init; }
    public IReadOnlyDictionary<string, string>? Details { get; init; }

    /// <summary>A request the API server itself refuses.</summary>
    public static ApiException BadRequest(string message) => new(400, message, "InternalError", "APIServer");

    /// <summary>A query or body that cannot be bound: Echo says it twice.</summary>
    public static ApiException Unbindable(string message) => BadRequest($"code=400, message={message}, internal={message}");

    /// <summary>A job the store refuses.</summary>
    public static ApiException Store(string message) => new(400, message, "BadRequest", "JobStore");

    public static ApiException NotFound(string message) => new(404, message, "NotFound", "JobStore");

    /// <summary>A Go error nobody gave a code, or a panic.</summary>
    public static ApiException Internal() => new(500, "Internal server error", "InternalError", "Unknown");

    /// <summary>A job that is not in the state asked for.</summary>
    public static ApiException Conflict(string message, string? hint = null) => new(500, message, "", "Bacalhau") { Hint = hint };

    public ErrorEnvelope Envelope(string requestId) => new(Status, Message, requestId, Code, Component, Hint, Details);
}

internal sealed record ErrorEnvelope(
    int Status,
    string Message,
    string RequestID,
    string Code,
    string Component,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Hint,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Details);

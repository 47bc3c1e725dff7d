using System.Text;
using Microsoft.AspNetCore.Http;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Api;

/// <summary>A user of a server that has any.</summary>
/// <param name="Name">Name in messages, and for basic credentials.</param>
/// <param name="Password">Password; null for a user with only a key.</param>
/// <param name="ApiKey">Key; null for a user with only a password.</param>
/// <param name="Capabilities">What it may do: <c>read:job</c>, <c>write:*</c>, <c>*</c>.</param>
public sealed record BacalhauUser(string Name, string? Password, string? ApiKey, IReadOnlyList<string> Capabilities);

/// <summary>
/// Who may do what. Without users everybody may do everything, whatever credentials they send; the policy then reads the body and
/// compares its size with Content-Length, so that a body sent in chunks is refused.
/// </summary>
internal sealed class Authorizer(IReadOnlyList<BacalhauUser> users)
{
    public const string Component = "Authorizer";

    private static readonly string[] Open = ["/api/v1/agent/alive", "/api/v1/agent/version", "/api/v1/agent/authconfig", "/api/v1/auth"];

    public bool HasUsers => users.Count > 0;

    public void Check(HttpRequest request, string path)
    {
        if (!HasUsers)
        {
            if (request.Headers.TransferEncoding.Count > 0)
            {
                throw new ApiException(500, "unexpected authorization error", "InternalError", Component)
                {
                    Hint = "Please check orchestrator logs for more details",
                };
            }

            return;
        }

        if (Open.Contains(path) || path.StartsWith("/api/v1/auth/", StringComparison.Ordinal))
            return;
        var user = Identify(request.Headers.Authorization.ToString());
        var needed = Needed(request.Method, path);
        if (!user.Capabilities.Any(capability => Grants(capability, needed)))
        {
            throw new ApiException(403, "Request Forbidden", "Forbidden", Component)
            {
                Hint = "Check if user have access to this resource. Event has been recorded.",
                Details = new Dictionary<string, string> { ["reason"] = $"user '{user.Name}' does not have the required capability '{needed}'" },
            };
        }
    }

    public static ApiException UnknownRoute() => new(404, "The requested resource/URL was not found.", "NotFound", "APIServer")
    {
        Hint = "The server version may be older than this CLI version and does not support the endpoint yet.",
        Details = new Dictionary<string, string>
        {
            ["cli_usage"] = "If you are using the CLI, try updating your server to a newer version or check if the command is supported in your server version.",
        },
    };

    private BacalhauUser Identify(string header)
    {
        if (header.Length == 0)
            throw Unauthorized("Missing Authorization header");
        if (header.StartsWith("Bearer ", StringComparison.Ordinal))
            return users.FirstOrDefault(user => user.ApiKey == header[7..]) ?? throw Unauthorized("invalid API key");
        if (!header.StartsWith("Basic ", StringComparison.Ordinal))
            throw Unauthorized("unsupported authentication method");
        var pair = Decode(header[6..]).Split(':', 2);
        return users.FirstOrDefault(user => pair.Length == 2 && user.Name == pair[0] && user.Password is not null && user.Password == pair[1])
            ?? throw Unauthorized("invalid basic auth credentials");
    }

    private static string Decode(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(text));
        }
        catch (FormatException)
        {
            throw Unauthorized("failed to decode basic auth credentials");
        }
    }

    private static string Needed(string method, string path)
    {
        var resource = path switch
        {
            _ when path.StartsWith("/api/v1/orchestrator/jobs", StringComparison.Ordinal) => "job",
            _ when path.StartsWith("/api/v1/orchestrator/nodes", StringComparison.Ordinal) => "node",
            _ when path.StartsWith("/api/v1/agent", StringComparison.Ordinal) => "agent",
            _ => null,
        };
        return resource is null ? "write:node" : $"{(HttpMethods.IsGet(method) ? "read" : "write")}:{resource}";
    }

    private static bool Grants(string capability, string needed) =>
        capability == "*" || capability == needed || (capability.EndsWith(":*", StringComparison.Ordinal) && needed.StartsWith(capability[..^1], StringComparison.Ordinal));

    private static ApiException Unauthorized(string reason) => new(401, "Request Unauthorized", "Unauthorized", Component)
    {
        Hint = "Unauthorized principal. Event has been recorded.",
        Details = new Dictionary<string, string> { ["reason"] = reason },
    };
}

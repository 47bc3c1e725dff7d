using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Api;

/// <summary><c>/auth</c>: the one method of a server without users, a challenge signed with a key the client made up itself.</summary>
internal sealed class AuthEndpoints(string nodeId, Authorizer authorizer, TimeProvider time) : IDisposable
{
    private const string Method = "clientkey";
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    private readonly Lazy<RSA> serverKey = new(() => RSA.Create(2048));

    public void Map(Router router) => router
        .Map("GET", "auth", (_, _) => Task.FromResult<object?>(new { NextToken = "", Methods = Methods() }))
        .Map("GET", "auth/*", (request, _) => Task.FromResult<object?>(Challenge(request.Segments[0])))
        .Map("POST", "auth/*", AuthenticateAsync);

    public void Dispose()
    {
        if (serverKey.IsValueCreated)
            serverKey.Value.Dispose();
    }

    private Dictionary<string, object> Methods() => authorizer.HasUsers ? [] : new() { [Method] = Challenge(Method) };

    private object Challenge(string method) => method == Method && !authorizer.HasUsers
        ? new { type = "challenge", @params = new { InputPhrase = Convert.ToBase64String(Encoding.UTF8.GetBytes(nodeId)) } }
        : throw Authorizer.UnknownRoute();

    private async Task<object?> AuthenticateAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        Challenge(request.Segments[0]);
        var body = await request.BodyAsync(RequestSchemas.Authenticate, cancellationToken);
        var data = Convert.FromBase64String(body?["MethodData"]?.GetValue<string>() ?? "");
        try
        {
            using var document = Parse(data);
            var publicKey = Bytes(document, "PublicKey");
            using var key = RSA.Create();
            Import(key, publicKey);
            if (!key.VerifyData(Encoding.UTF8.GetBytes(nodeId), Bytes(document, "PhraseSignature"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
                throw new CryptographicException("crypto/rsa: verification error");
            return new { Authentication = new { success = true, token = Token(key) } };
        }
        catch (CryptographicException refused)
        {
            request.Context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            var answer = JsonSerializer.SerializeToUtf8Bytes(
                new { Authentication = new { success = false, reason = refused.Message } }, WireJson.Default);
            request.Context.Response.ContentType = "application/json";
            request.Context.Response.ContentLength = answer.Length;
            await request.Context.Response.Body.WriteAsync(answer, cancellationToken);
            return null;
        }
    }

    private static JsonDocument Parse(byte[] data)
    {
        try
        {
            return JsonDocument.Parse(data);
        }
        catch (JsonException)
        {
            var problem = data.Length == 0
                ? "unexpected end of JSON input"
                : $"invalid character '{(char)data[0]}' looking for beginning of value";
            throw new ApiException(500, $"invalid authentication data: {problem}", "InternalError", "APIServer");
        }
    }

    private static byte[] Bytes(JsonDocument document, string name)
    {
        try
        {
            return document.RootElement.GetProperty(name).GetBytesFromBase64();
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CryptographicException($"failed to decode public key: {name} is missing or no base64", exception);
        }
    }

    private static void Import(RSA key, byte[] publicKey)
    {
        try
        {
            key.ImportRSAPublicKey(publicKey, out _);
        }
        catch (CryptographicException exception)
        {
            throw new CryptographicException("failed to decode public key: asn1: structure error", exception);
        }
    }

    // Times are in microseconds, which readers of JWTs take for seconds: such a token never ends.
    private string Token(RSA key)
    {
        var subject = Convert.ToHexStringLower(SHA256.HashData(key.ExportParameters(false).Modulus!));
        var now = time.GetUtcNow();
        var header = Part(new { alg = "RS256", typ = "JWT" });
        var claims = Part(new
        {
            aud = new[] { nodeId },
            exp = Microseconds(now + Life),
            iat = Microseconds(now),
            iss = nodeId,
            ns = new Dictionary<string, int> { ["*"] = 5, [subject] = 15 },
            sub = subject,
        });
        var signature = serverKey.Value.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{header}.{claims}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}";
    }

    private static double Microseconds(DateTimeOffset at) => WireTime.Nanoseconds(at) / 1000d;

    private static string Part(object value) => System.Buffers.Text.Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value, WireJson.Plain));
}

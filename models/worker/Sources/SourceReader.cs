using System.Runtime.InteropServices;

namespace Survey.Worker.Sources;

/// <summary>Reads a source into memory (the image may have no writable place) and refuses content with another digest.</summary>
internal sealed class SourceReader(HttpClient http, long maximumBytes)
{
    /// <summary>One gibibyte: enough for any model that fits the survey, small enough not to take a stranger's machine down.</summary>
    public const long DefaultMaximumBytes = 1L << 30;

    public async Task<byte[]> ReadAsync(Source source, ExitCode missing, CancellationToken cancellationToken)
    {
        var content = source.IsUrl ? await FetchAsync(source, cancellationToken) : await ReadFileAsync(source.Location, missing, cancellationToken);
        if (source.Sha256 is { } expected && Digest.Sha256(content) is var found && found != expected)
            throw new WorkerException(ExitCode.FetchFailed, $"'{source.Location}' is refused: its SHA-256 is {found}, expected {expected}.");
        return content;
    }

    public async Task<byte[]> ReadFileAsync(string path, ExitCode missing, CancellationToken cancellationToken)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > maximumBytes)
                throw new WorkerException(missing, $"'{path}' has {length} bytes; at most {maximumBytes} are read.");
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WorkerException(missing, $"Cannot read '{path}': {exception.Message}", exception);
        }
    }

    private async Task<byte[]> FetchAsync(Source source, CancellationToken cancellationToken)
    {
        RefuseHttpsWithoutOpenSsl(source);
        try
        {
            using var response = await http.GetAsync(source.Location, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw new WorkerException(ExitCode.FetchFailed, $"Cannot fetch '{source.Location}': the server answered {(int)response.StatusCode} {response.ReasonPhrase}.");
            return await ReadBoundedAsync(source, response.Content, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new WorkerException(ExitCode.FetchFailed, $"Cannot fetch '{source.Location}': {exception.Message}", exception);
        }
    }

    private async Task<byte[]> ReadBoundedAsync(Source source, HttpContent content, CancellationToken cancellationToken)
    {
        using var target = new MemoryStream((int)Math.Min(content.Headers.ContentLength ?? 0, maximumBytes));
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var block = new byte[81920];
        for (int read; (read = await stream.ReadAsync(block, cancellationToken)) > 0;)
        {
            if (target.Length + read > maximumBytes)
                throw new WorkerException(ExitCode.FetchFailed, $"'{source.Location}' is refused: it has more than {maximumBytes} bytes.");
            target.Write(block, 0, read);
        }

        return target.ToArray();
    }

    /// <summary>Without the library the runtime would abort the process, which nobody can catch.</summary>
    private static void RefuseHttpsWithoutOpenSsl(Source source)
    {
        if (!OperatingSystem.IsLinux() || !source.Location.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return;
        if (!NativeLibrary.TryLoad("libssl.so.3", out _) && !NativeLibrary.TryLoad("libssl.so.1.1", out _))
            throw new WorkerException(ExitCode.FetchFailed, $"Cannot fetch '{source.Location}': this image has no TLS; use plain http (the digest is checked) or build the image with 'tls: true'.");
    }
}

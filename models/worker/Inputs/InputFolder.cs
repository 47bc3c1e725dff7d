using Survey.Worker.Sources;

namespace Survey.Worker.Inputs;

/// <summary>Finds the images in a folder: one format, labels left aside, the wanted one of a training and a test set.</summary>
internal sealed class InputFolder(SourceReader reader, string wantedSet)
{
    public static IReadOnlyList<IInputFormat> Formats { get; } = [new NpyFormat(), new PngFormat(), new JsonFormat(), new RawFormat(), new IdxFormat()];

    public async Task<InputSelection> ReadAsync(Source source, CancellationToken cancellationToken)
    {
        if (source.IsUrl || !Directory.Exists(source.Location))
        {
            var content = await reader.ReadAsync(source, ExitCode.BadInput, cancellationToken);
            var file = new InputFile(source.FileName, content);
            var format = FormatOf(file.Name, content.AsSpan(0, Math.Min(16, content.Length)))
                ?? throw file.Refuse("has none of the formats the worker reads: IDX, NPY, PNG, raw (.raw, .bin, .u8, .f32) or JSON.");
            return new(format, [file], []);
        }

        return await ReadFolderAsync(source.Location, cancellationToken);
    }

    private async Task<InputSelection> ReadFolderAsync(string folder, CancellationToken cancellationToken)
    {
        var ignored = new List<string>();
        var candidates = new List<(string Path, IInputFormat Format)>();
        foreach (var path in List(folder))
        {
            var name = Path.GetFileName(path);
            var start = ReadStart(path);
            if (IdxFormat.IsLabels(name, start))
                ignored.Add($"{name}: labels");
            else if (FormatOf(name, start) is { } recognised)
                candidates.Add((path, recognised));
            else
                ignored.Add($"{name}: not a known format");
        }

        var chosen = ChooseSet(folder, candidates, ignored);
        var format = chosen[0].Format;
        var files = new List<InputFile>();
        foreach (var (path, _) in chosen)
            files.Add(new(Path.GetFileName(path), await reader.ReadFileAsync(path, ExitCode.BadInput, cancellationToken)));
        return new(format, files, ignored);
    }

    private List<(string Path, IInputFormat Format)> ChooseSet(string folder, List<(string Path, IInputFormat Format)> candidates, List<string> ignored)
    {
        if (candidates.Count == 0)
            throw new WorkerException(ExitCode.BadInput, $"'{folder}' holds no images the worker reads: IDX, NPY, PNG, raw (.raw, .bin, .u8, .f32) or JSON.");
        var bySet = candidates.ToLookup(candidate => DataSet.Of(Path.GetFileName(candidate.Path)));
        if (bySet[DataSet.Test].Any() && bySet[DataSet.Train].Any())
        {
            ignored.AddRange(candidates.Except(bySet[wantedSet]).Select(other => $"{Path.GetFileName(other.Path)}: not of the {wantedSet} set"));
            candidates = [.. bySet[wantedSet]];
        }

        return candidates.Select(candidate => candidate.Format).Distinct().Count() == 1
            ? candidates
            : throw new WorkerException(ExitCode.BadInput, $"'{folder}' holds images in several formats ({string.Join(", ", candidates.Select(candidate => Path.GetFileName(candidate.Path)))}); name one file with --input.");
    }

    private static IInputFormat? FormatOf(string name, ReadOnlySpan<byte> start)
    {
        foreach (var format in Formats)
        {
            if (format.Recognises(name, start))
                return format;
        }

        return null;
    }

    private static IEnumerable<string> List(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WorkerException(ExitCode.BadInput, $"Cannot list '{folder}': {exception.Message}", exception);
        }
    }

    private static byte[] ReadStart(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var start = new byte[16];
            return start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WorkerException(ExitCode.BadInput, $"Cannot read '{path}': {exception.Message}", exception);
        }
    }
}

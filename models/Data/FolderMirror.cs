namespace Survey.Models.Data;

/// <summary>A folder of this machine, with the files as they are or gzipped.</summary>
internal sealed class FolderMirror(string source) : IDatasetMirror
{
    public string Description => $"folder '{source}'";

    public async Task FetchAsync(IReadOnlyCollection<string> files, string folder, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            var plain = Path.Combine(source, file);
            var packed = $"{plain}.gz";
            if (!File.Exists(plain) && !File.Exists(packed))
                throw new MirrorException($"'{plain}' does not exist (neither does {file}.gz).");

            await using var input = File.Exists(plain) ? File.OpenRead(plain) : Unpacking.Gzip(File.OpenRead(packed), file);
            await Unpacking.SaveAsync(input, Path.Combine(folder, file), file, null, cancellationToken);
        }
    }
}

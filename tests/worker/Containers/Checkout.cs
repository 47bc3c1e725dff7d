namespace Survey.Worker.Tests.Containers;

/// <summary>What the worker is compiled from, in another folder.</summary>
internal static class Checkout
{
    private static readonly string[] Folders = ["models/worker", "templates"];
    private static readonly string[] Generated = ["bin", "obj", "node_modules"];

    public static string CopyTo(string target)
    {
        var repository = PackedWorker.Repository;
        var files = Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(repository, folder), "*", SearchOption.AllDirectories))
            .Where(file => !Path.GetRelativePath(repository, file).Split(Path.DirectorySeparatorChar).Intersect(Generated).Any())
            .Concat(Directory.EnumerateFiles(repository, "Directory.*.*"))
            .Concat(["global.json", ".editorconfig", "packages.choice.props"]).Select(file => Path.Combine(repository, file)).Where(File.Exists);
        foreach (var file in files)
        {
            var copy = Path.Combine(target, Path.GetRelativePath(repository, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return target;
    }
}

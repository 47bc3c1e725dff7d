using Cake.Core;

namespace Survey.Build.Terminal;

/// <summary>All targets and what each depends on, drawn as Cake does, whose own drawing looks through all targets again for every line.</summary>
internal static class TargetTree
{
    /// <summary>Targets that nothing depends on, each with what it needs beneath it; Default first.</summary>
    public static void Draw(IReadOnlyList<ICakeTaskInfo> tasks, TextWriter output)
    {
        var byName = tasks.ToDictionary(task => task.Name, StringComparer.OrdinalIgnoreCase);
        // "A is a dependee of B" is the same edge as "B depends on A", written down at A.
        var needs = tasks.SelectMany(task => task.Dependencies.Select(needed => (Of: task.Name, Needed: needed.Name)))
            .Concat(tasks.SelectMany(task => task.Dependees.Select(dependent => (Of: dependent.Name, Needed: task.Name))))
            .ToLookup(edge => edge.Of, edge => edge.Needed, StringComparer.OrdinalIgnoreCase);
        var needed = needs.SelectMany(names => names).ToHashSet(StringComparer.OrdinalIgnoreCase);

        var roots = byName.Keys.Where(name => !needed.Contains(name))
            .OrderByDescending(name => name.Equals("Default", StringComparison.OrdinalIgnoreCase))
            .ThenBy(name => name, StringComparer.OrdinalIgnoreCase);
        foreach (var root in roots)
        {
            output.WriteLine(root);
            Branches(root, "");
            output.WriteLine();
        }

        void Branches(string name, string indent)
        {
            string[] branches = [.. needs[name].Where(byName.ContainsKey).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
            for (var index = 0; index < branches.Length; index++)
            {
                var isLast = index == branches.Length - 1;
                output.WriteLine($"{indent}{(isLast ? "└─" : "├─")}{branches[index]}");
                Branches(branches[index], indent + (isLast ? "   " : "│ "));
            }
        }
    }
}

using System.Text;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Scaffolding;

/// <summary>The reference page of experiments.yaml (docs/experiments-yaml.md): a whole annotated file, and all keys from the types.</summary>
public static class ExperimentsReference
{
    /// <summary>The annotated file that the page shows, relative to the repository.</summary>
    public const string Example = "docs/experiments-full.yaml";

    /// <summary>The page, relative to the repository.</summary>
    public const string Page = "docs/experiments-yaml.md";

    /// <summary>The whole page, Markdown.</summary>
    /// <param name="example">The text of the annotated file.</param>
    public static string Render(string example)
    {
        var page = new StringBuilder("""
            # experiments.yaml

            The one file to edit: what runs where, and how it is judged. Adding or changing an experiment needs no C# and no rebuild: write an entry
            under `experiments`, then `./build.sh --target=<its name>`. This page is written from the program's own types (`./build.sh
            --target=Schema` writes it again, a test holds it against them). What stands under `settings` and `options` is each driver's own:
            [drivers.md](drivers.md).

            - **Checks.** `./build.sh --target=Validate` says everything that is wrong at once, with file, line, column and what was meant; the exit
              code is then 2. Editors complete and check by the schema that the first line of the file names.
            - **Overrides.** `--set experiments.x.workload.requests=100` changes a value for one run and is checked like the file.
            - **Variables.** `${NAME}` and `${NAME:-default}` come from the environment; `$${` is the text `${`. A variable that is missing is an
              error only for the experiments that need it. Passwords, keys and tokens are written as `${NAME}` only and never appear anywhere.
            - **Anchors.** `&name`, `*name` and `<<:` work; keys that begin with `x-` are free for them. Size, depth and what aliases expand to are
              bounded.
            - **Selecting.** `--experiment=a,b` (names or globs; the name of a matrix means all it makes), `--network=`, `--model=`, `--profile=`.
              Without any of them the profile `default` runs.

            ## A whole file, annotated


            """);
        page.Append($"It stands in [{Example[(Example.LastIndexOf('/') + 1)..]}]({Example[(Example.LastIndexOf('/') + 1)..]}), which a test loads.\n\n```yaml\n{example.ReplaceLineEndings("\n").TrimEnd()}\n```\n\n## All keys\n\n");
        var described = new HashSet<Type>();
        TypeTables.Describe(page, described, typeof(SurveySpec), "the file", typeof(FileKeys));
        page.Append("""
            ### keys of an experiment that are resolved when the file is read

            | key | type | default | meaning |
            |---|---|---|---|

            """);
        TypeTables.Rows(page, typeof(ExperimentFileKeys));
        return page.ToString().ReplaceLineEndings("\n").TrimEnd() + "\n";
    }
}

namespace Survey.Build.Terminal;

/// <summary>What <c>--help</c> says before Cake lists its own options.</summary>
internal static class Help
{
    public const string Text = """
        Trains a small image classifier, deploys it on decentralised compute networks, uses it, tears everything down and compares.

        FIRST STEPS:
            ./build.sh                                lists targets, their arguments and the experiments
            ./build.sh --target=Doctor                shows what this machine offers and what is missing
            ./build.sh --target=Report                everything, from data to artifacts/report/report.html
            ./build.sh --target=Plan --profile=full   shows what would run, and why something would not
            ./build.sh --target=docker-batch          one experiment; docker-batch:Deploy, :Invoke and :Teardown one stage of it
            ./build.sh --target=Test                  the tests

        ARGUMENTS OF ALL TARGETS:
            --set path=value          overrides a value of experiments.yaml for this run: --set models.cnn.epochs=1
            --file=other.yaml         another file instead of experiments.yaml
            --artifacts=folder        another folder instead of artifacts/
            --packages=auto|nuget|compat

        Exit codes stand in README.md. The options below are Cake's; a target's dependencies show with --tree.

        """;

    /// <summary>Said when nothing ran because the target is unknown or an option is.</summary>
    public const string Hint = "./build.sh lists the targets, ./build.sh --help the options.";
}

using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Specification;
using Survey.Experiments.Steps;

namespace Survey.Experiments.Command;

/// <summary>The <c>command</c> driver: a network described by runs of its command line tool.</summary>
public static class CommandDriver
{
    /// <summary>How the program knows it.</summary>
    public static NetworkDriver Registration { get; } = new()
    {
        Name = "command",
        Description = "Any network with a command line tool, described by its runs in YAML.",
        Settings = typeof(CommandSettings),
        Options = typeof(CommandOptions),
        Capabilities = StepCapabilities.AtBest,
        HasDevnet = false,
        Narrow = settings => StepCapabilities.Of((CommandSettings)settings),
        Preview = request => StepPreview.Of<CommandStep>(request, "command", CommandPreview.Describe),
        Create = Create,
    };

    private static StepNetwork<CommandStep> Create(NetworkEndpoint endpoint, NetworkServices services)
    {
        var settings = (CommandSettings)Registration.BindSettings(JsonNode.Parse(endpoint.Settings)?.AsObject());
        var secrets = new StepSecrets(services.ResolveSecret);
        var templates = new StepTemplates(secrets);
        return new StepNetwork<CommandStep>(endpoint, settings, services, new CommandTransport(templates, secrets), templates);
    }
}

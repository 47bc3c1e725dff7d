using System.CommandLine;
using System.Text.Json;
using Survey.Experiments.Isolation;

namespace Survey.Devnets;

/// <summary>The command line of the program that hosts one devnet.</summary>
internal static class HostCommand
{
    public static RootCommand Create()
    {
        var network = new Argument<string>("network") { Description = $"The network: {string.Join(", ", DevnetCatalog.All.Keys.Order(StringComparer.Ordinal))}." };
        var state = new Option<DirectoryInfo>("--state") { Description = "Folder for everything it keeps, and for endpoint.json.", Required = true };
        var idle = new Option<double>("--idle") { Description = "Minutes without a request or running work after which it ends; 0 never.", DefaultValueFactory = _ => 10 };
        var isolation = new Option<IsolationKind>("--isolation") { Description = "How it runs work: auto (Docker when an engine answers), docker or process." };
        var options = new Option<string[]>("--option") { Description = "An option of the devnet, name=value; repeatable." };
        var faults = new Option<string?>("--faults") { Description = "Faults in force from the start, as JSON, for example {\"serverErrors\":0.1}." };
        network.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } name && !DevnetCatalog.All.ContainsKey(name))
                result.AddError($"There is no devnet for '{name}'. Known: {string.Join(", ", DevnetCatalog.All.Keys.Order(StringComparer.Ordinal))}.");
        });
        var command = new RootCommand("Runs an embedded local network until it is told to stop or nobody has used it for a while.")
        {
            network, state, idle, isolation, options, faults,
        };
        command.SetAction((parsed, cancellationToken) => DevnetProcess.RunAsync(
            DevnetCatalog.All[parsed.GetRequiredValue(network)],
            new DevnetSettings
            {
                StateFolder = parsed.GetRequiredValue(state).FullName,
                Isolation = parsed.GetValue(isolation),
                Options = Pairs(parsed.GetValue(options) ?? []),
                Faults = parsed.GetValue(faults) is { } plan
                    ? JsonSerializer.Deserialize<FaultPlan>(plan, JsonSerializerOptions.Web) ?? FaultPlan.None
                    : FaultPlan.None,
            },
            TimeSpan.FromMinutes(parsed.GetValue(idle)),
            parsed.InvocationConfiguration.Output,
            cancellationToken));
        return command;
    }

    private static Dictionary<string, string> Pairs(string[] texts) => texts
        .Select(text => text.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair.Length == 2 ? pair[1] : "true", StringComparer.Ordinal);
}

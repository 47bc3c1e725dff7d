using System.ComponentModel;
using System.Text.Json.Nodes;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Specification;

/// <summary>One network.</summary>
[Description("One network. Without a driver it is a row of the report made of claims.")]
public sealed record NetworkSpec : ISelfChecking
{
    /// <summary>Name shown in the report.</summary>
    [Description("Name shown in the report.")]
    public string? Title { get; init; }

    /// <summary>The driver; null for a claims-only network.</summary>
    [Description("The driver that speaks its protocol: docker, bacalhau, ocean, http or command. Absent: claims only.")]
    [Reference("drivers")]
    public string? Driver { get; init; }

    /// <summary>The devnet that stands in for a network whose driver has none of its own.</summary>
    [Description("http and command: the embedded network that stands in for this one without --real, for example bacalhau. Absent: there is none, the endpoint itself is used.")]
    [Reference("devnets")]
    public string? Devnet { get; init; }

    /// <summary>Address used with <c>--real</c>, and always where there is no devnet.</summary>
    [Description("Address of the network, usually ${NAME}. Used with --real, and always where there is no devnet.")]
    public string? Endpoint { get; init; }

    /// <summary>What a <c>--real</c> run counts as.</summary>
    [Description("What a run with --real counts as: node (real software, self-hosted) or network (public).")]
    public Standing Standing { get; init; } = Standing.Node;

    /// <summary>Whether <see cref="Endpoint"/> spends real money.</summary>
    [Description("True when the endpoint spends real money: needs --allow-mainnet besides --real.")]
    public bool Mainnet { get; init; }

    /// <summary>Name of a <see cref="SurveySpec.Hosting"/> entry.</summary>
    [Description("The hosting entry that makes model and inputs readable for its nodes.")]
    [Reference("hosting")]
    public string? Hosting { get; init; }

    /// <summary>File with sourced claims, relative to the YAML file.</summary>
    [Description("File with sourced claims, relative to this file.")]
    [RelativePath(MustExist = true)]
    public string? Claims { get; init; }

    /// <summary>File with findings written by hand, relative to the YAML file.</summary>
    [Description("File with findings written by hand, relative to this file.")]
    [RelativePath(MustExist = true)]
    public string? Findings { get; init; }

    /// <summary>Driver settings, bound to <see cref="NetworkDriver.Settings"/>; secrets stay <c>${NAME}</c>.</summary>
    [Description("Settings of the driver, see its reference page. Secrets only as ${NAME}.")]
    [DriverDefined]
    public JsonObject? Settings { get; init; }

    /// <summary>The devnet used without <c>--real</c>; null when the endpoint itself is used.</summary>
    public string? StandIn(NetworkDriver driver) => driver.HasDevnet ? driver.Name : Devnet;

    /// <inheritdoc/>
    public IEnumerable<SpecificationProblem> Check()
    {
        if (Endpoint is not null && !Endpoint.Contains("${", StringComparison.Ordinal))
        {
            // What stands before an @ is a password: the address itself must not appear in a message.
            var isAddress = Uri.TryCreate(Endpoint, UriKind.Absolute, out var address);
            if (!isAddress || address!.UserInfo.Length > 0)
            {
                var found = isAddress ? "carries a user name or password" : "is no address";
                yield return new SpecificationProblem(
                    "endpoint", $"has an endpoint that {found}; expected a URL such as http://127.0.0.1:1234, and credentials as ${{NAME}} in settings.");
            }
        }

        if (Standing == Standing.Devnet)
        {
            yield return new SpecificationProblem(
                "standing", "is 'devnet', which every run without --real is; expected node or network, what a run with --real counts as.");
        }
    }
}

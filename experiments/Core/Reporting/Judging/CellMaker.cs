using System.Globalization;
using Survey.Experiments.Networks;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Reporting.Judging;

/// <summary>
/// Decides what a cell says. The strongest knowledge about the network wins: measured, then failed on a node or network, then claimed (or
/// claimed not to work), then what the driver says it cannot do, then a rehearsal, then unknown. A rehearsal beside stronger knowledge is only mentioned.
/// </summary>
internal static class CellMaker
{
    public static Cell Make(NetworkPage network, string property, PropertySpec spec)
    {
        var statements = network.Rows.SelectMany(row => RowStatements.About(property, row)).ToList();
        var real = statements.Where(statement => statement.Row.Counts).ToList();
        var rehearsed = statements.Where(statement => statement.Row.Standing == Standing.Devnet).ToList();
        var claims = network.Claims.Where(entry => entry.Claim.Property == property).ToList();
        var cell = OfRuns(real, worked: true, CellState.Measured)
            ?? OfRuns(real, worked: false, CellState.Failed)
            ?? OfClaims(claims)
            ?? OfDriver(network, property)
            ?? OfRuns(rehearsed, worked: true, CellState.Rehearsed)
            ?? OfRuns(rehearsed, worked: false, CellState.Failed)
            ?? Unknown(network);
        var rehearsal = rehearsed.FirstOrDefault(statement => statement.Worked);
        return cell with
        {
            Network = network.Name,
            Property = property,
            Rehearsal = cell.State == CellState.Rehearsed || rehearsal is null ? null : Link(rehearsal),
            Readiness = Judge.Of(spec, network.Measurements, claims),
        };
    }

    private static Cell? OfRuns(List<RowStatement> statements, bool worked, CellState state)
    {
        var chosen = statements.Where(statement => statement.Worked == worked).ToList();
        if (chosen.Count == 0)
            return null;
        var latest = chosen.MaxBy(statement => statement.Row.Finished)!.Row;
        var failures = worked ? statements.Where(statement => !statement.Worked).ToList() : [];
        return Blank with
        {
            Words = string.Join(", ", chosen.Concat(failures).Select(statement => statement.Words).Distinct(StringComparer.Ordinal)),
            State = state,
            Stamp = string.Create(CultureInfo.InvariantCulture, $"{Word(latest.Standing)} · {latest.Finished:yyyy-MM-dd}"),
            Reason = string.Join(" ", chosen.Concat(failures).Select(statement => statement.Reason).Distinct(StringComparer.Ordinal)),
            Evidence = [.. chosen.Concat(failures).Select(Link).Distinct()],
        };
    }

    private static Cell? OfClaims(List<ClaimEntry> claims)
    {
        var chosen = claims.FirstOrDefault(entry => entry.Claim.Cell is not null) ?? claims.FirstOrDefault();
        if (chosen is null)
            return null;
        return Blank with
        {
            Words = chosen.Claim.Cell ?? chosen.Claim.Statement,
            State = chosen.Claim.Unsupported ? CellState.Unsupported : CellState.Claimed,
            Stamp = string.Create(CultureInfo.InvariantCulture, $"{chosen.Claim.Date:yyyy-MM-dd}"),
            Reason = chosen.Claim.Statement,
            Evidence = [.. claims.OrderBy(entry => entry != chosen).Select(entry => new EvidenceLink(string.Create(CultureInfo.InvariantCulture, $"claim {entry.Number}"), Anchors.Claim(entry.Claim.Id)))],
            Stale = chosen.Stale,
        };
    }

    private static Cell? OfDriver(NetworkPage network, string property)
    {
        var reasons = network.Unsupported.Where(entry => PropertyOf(entry.Key) == property).OrderBy(entry => entry.Key, StringComparer.Ordinal).ToList();
        return reasons.Count == 0 || network.Rows.Count > 0 ? null : Blank with
        {
            Words = string.Join(", ", reasons.Select(entry => $"no {entry.Key}")),
            State = CellState.Unsupported,
            Stamp = "driver",
            Reason = string.Join(" ", reasons.Select(entry => entry.Value)),
            Evidence = [new EvidenceLink("driver", Anchors.Network(network.Name))],
        };
    }

    private static Cell Unknown(NetworkPage network) => Blank with
    {
        Words = "not looked at",
        Reason = network.Driver is null
            ? "There is no driver for this network yet, and no claim was found."
            : "No run so far speaks about it, and no claim was found.",
    };

    private static Cell Blank { get; } = new()
    {
        Network = "",
        Property = "",
        Words = "",
        State = CellState.Unknown,
        Stamp = "",
        Reason = "",
        Evidence = [],
    };

    private static EvidenceLink Link(RowStatement statement) =>
        statement.Row.Evidence.To(statement.File, $"{statement.Row.Experiment} {statement.File}");

    private static string Word(Standing standing) => standing.ToString().ToLowerInvariant();

    private static string PropertyOf(string capability) => capability switch
    {
        "gpu" or "cpu" or "memory" or "disk" => "hardware",
        "image" or "url" or "inline" or "mount" or "asset" => "formats",
        "update" or "rollback" or "revoke" or "versions" => "management",
        _ => "jobs",
    };
}

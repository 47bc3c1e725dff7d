using System.ComponentModel;
using Survey.Experiments.Steps;

namespace Survey.Experiments.Command;

/// <summary>Settings of the <c>command</c> driver.</summary>
[Description("A network described by runs of a command line tool.")]
public sealed record CommandSettings : StepSettings<CommandStep>;

/// <summary>Options of an experiment on a <c>command</c> network: there are none, everything stands in the steps.</summary>
[Description("An experiment on a command network has no options: everything stands in the network's steps.")]
public sealed record CommandOptions;

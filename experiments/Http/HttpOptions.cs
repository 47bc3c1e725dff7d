using System.ComponentModel;

namespace Survey.Experiments.Http;

/// <summary>Options of an experiment on an <c>http</c> network: there are none, everything stands in the steps.</summary>
[Description("An experiment on an http network has no options: everything stands in the network's steps.")]
public sealed record HttpOptions;

using System.CommandLine;
using Survey.Benchmarks;

var only = new Option<string?>("--only") { Description = "benchmarks to run, separated by commas; all by default" };
var rounds = new Option<int>("--rounds") { Description = "interleaved runs of each", DefaultValueFactory = _ => 5 };
var artifacts = new Option<string?>("--artifacts") { Description = "folder with model and data; artifacts/ of the repository by default" };
var root = new RootCommand("Compares ours with its peers and prints one line per figure.") { only, rounds, artifacts };
root.SetAction((result, cancellationToken) => BenchmarkRun.RunAsync(result.GetValue(only), result.GetValue(rounds), result.GetValue(artifacts), cancellationToken));
return await root.Parse(args).InvokeAsync();

using System.Globalization;
using System.Text.Json;
using Survey.Experiments.Docker;
using Survey.Experiments.Isolation;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Survey.Experiments.Tests.Ocean;
using Xunit;

namespace Survey.Experiments.Tests.Docker;

public sealed class DockerBatchTests : IDisposable
{
    private const int Images = 103;
    private readonly TemporaryFolder folder = new();
    private readonly MemoryJournal journal = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task RunAsync_JoinsThePredictionsInOrder_WhateverTheSplit(int partitions)
    {
        var runner = new ScriptedRunner();

        var invocation = await RunAsync(runner, partitions);

        Assert.Equal(Enumerable.Range(0, Images), invocation.Predictions!.Argmax);
        Assert.Equal(partitions, runner.Orders.Count);
        Assert.Equal(partitions, journal.Open.Count);
        Assert.Equal(partitions, runner.Orders.Select(order => order.Name).Distinct().Count());
    }

    [Fact]
    public async Task RunAsync_TakesTheClocksOfTheSlowestPart_WhenSplit()
    {
        var invocation = await RunAsync(new ScriptedRunner(), 4);

        // The scripted worker's last part computes for the longest: 4 s.
        Assert.Equal(TimeSpan.FromSeconds(4), invocation.Clocks.Entries[Clocks.Compute].Value);
    }

    [Fact]
    public async Task RunAsync_EndsTheOthersAndTellsWhy_WhenOnePartFails()
    {
        var runner = new ScriptedRunner { Failing = 1 };

        var failure = await Assert.ThrowsAsync<NetworkException>(() => RunAsync(runner, 3));

        Assert.Contains("exit code 3", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private Task<Invocation> RunAsync(ScriptedRunner runner, int partitions)
    {
        var services = new NetworkServices(new HttpClient(), TimeProvider.System, NullEventSink.Instance, _ => throw new InvalidOperationException(), new Random(1));
        return new DockerBatch(runner, services).RunAsync(Run(partitions), TestContext.Current.CancellationToken);
    }

    private ExperimentRun Run(int partitions) => new()
    {
        RunId = "20261124-000000-abcd",
        Experiment = "batch",
        Spec = new ExperimentSpec { Network = "docker", Model = "cnn", Image = "worker", Workload = new WorkloadSpec { Partitions = partitions } },
        Options = new DockerOptions(),
        Worker = new WorkerArtifact("survey/worker:test", null, folder.File("root"), "worker"),
        Model = new FileArtifact(folder.File("model.onnx"), ScriptedRunner.Model, 7),
        Inputs = new FileArtifact(folder.File("images"), new string('b', 64), 11),
        InputCount = Images,
        Folder = Directory.CreateDirectory(folder.File("batch")).FullName,
        Journal = journal,
        Expires = DateTimeOffset.UtcNow.AddHours(1),
    };

    /// <summary>Writes what the worker would, at once: input i is predicted as i, and part p computes for p + 1 seconds.</summary>
    private sealed class ScriptedRunner : IWorkRunner
    {
        public const string Model = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

        public List<WorkOrder> Orders { get; } = [];

        public int? Failing { get; init; }

        public IsolationKind Kind => IsolationKind.Docker;

        public async Task<IRunningWork> StartAsync(WorkOrder order, CancellationToken cancellationToken)
        {
            lock (Orders)
                Orders.Add(order);
            await order.Created("id-" + order.Name);
            var arguments = order.Arguments!.ToList();
            var (part, parts) = arguments.IndexOf("--partition") is var at and >= 0 && arguments[at + 1].Split('/') is [var index, var count]
                ? (int.Parse(index, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture)) : (0, 1);
            if (part == Failing)
                return new Work(Task.FromResult(new WorkExit(3, false)));
            // The parts beside a failing one never come to their end by themselves.
            if (Failing is not null)
                return new Work(new TaskCompletionSource<WorkExit>().Task);
            Write(order.Mounts.Single(mount => mount.Target == "/output").Source, Images * part / parts, Images * (part + 1) / parts, part);
            return new Work(Task.FromResult(new WorkExit(0, false)));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static void Write(string folder, int first, int end, int part)
        {
            var argmax = Enumerable.Range(first, end - first).ToArray();
            var begin = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;
            File.WriteAllText(Path.Combine(folder, "predictions.json"), JsonSerializer.Serialize(new
            {
                argmax,
                offset = first,
                predictionHash = PredictionRecord.HashOf(argmax),
                model = new { sha256 = Model },
                stamps = new { processStart = begin, modelLoaded = begin, firstAnswer = begin, done = begin + ((part + 1) * 1_000_000_000L) },
            }));
        }

        private sealed record Work(Task<WorkExit> Completion) : IRunningWork
        {
            public Task KillAsync() => Task.CompletedTask;

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}

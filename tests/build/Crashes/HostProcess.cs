using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Survey.Build.Tests.Crashes;

/// <summary>The compiled host as a process that can be killed, with everything it prints.</summary>
internal sealed class HostProcess : IDisposable
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    // Matters only when a test fails: machines that build are slow.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process process;
    private readonly List<string> lines = [];
    private readonly List<(string Text, TaskCompletionSource Seen)> awaited = [];

    public HostProcess(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        // A shell's background job ignores Ctrl-C, and so would its children: tests run there as well.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "Survey.Build.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Everything printed so far.</summary>
    public string Output
    {
        get
        {
            lock (lines)
                return string.Join('\n', lines);
        }
    }

    /// <summary>Waits for a line that contains a text; fails when the process ends before.</summary>
    public async Task SeeAsync(string text)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (lines)
        {
            if (lines.Exists(line => line.Contains(text, StringComparison.Ordinal)))
                return;
            awaited.Add((text, seen));
        }

        await Task.WhenAny(seen.Task, process.WaitForExitAsync(TestContext.Current.CancellationToken)).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(seen.Task.IsCompleted, $"The host ended without saying '{text}':\n{Output}");
    }

    /// <summary>Sends a signal; a process that has ended does not mind.</summary>
    public void Signal(int signal) => _ = Send(process.Id, signal);

    /// <summary>Waits for the end; 128 and more is a signal.</summary>
    /// <param name="patience">How long it may take, where that is more than usual.</param>
    public async Task<int> ExitAsync(TimeSpan? patience = null)
    {
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(patience ?? Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The host does not end. It said:\n{Output}");
        }

        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        lock (lines)
        {
            lines.Add(line);
            foreach (var (text, seen) in awaited.Where(entry => line.Contains(entry.Text, StringComparison.Ordinal)))
                seen.TrySetResult();
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Send(int process, int signal);
}

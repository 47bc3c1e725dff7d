namespace Survey.Experiments.Isolation;

/// <summary>Chooses how work is run.</summary>
public static class WorkRunners
{
    /// <summary>A runner of the kind asked for; <see cref="IsolationKind.Auto"/> takes Docker when an engine answers.</summary>
    /// <exception cref="InvalidOperationException">Docker was asked for and no engine answers.</exception>
    public static async Task<IWorkRunner> ChooseAsync(
        IsolationKind isolation, ImageRegistry images, TimeProvider time, CancellationToken cancellationToken)
    {
        if (isolation != IsolationKind.Process)
        {
            if (await DockerWorkRunner.TryConnectAsync(cancellationToken) is { } docker)
                return docker;
            if (isolation == IsolationKind.Docker)
                throw new InvalidOperationException("Docker isolation was asked for, but no engine answers: start dockerd, or take process isolation.");
        }

        return new ProcessWorkRunner(images, time);
    }
}

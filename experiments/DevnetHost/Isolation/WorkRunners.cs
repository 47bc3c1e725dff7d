namespace Survey.Devnets.Isolation;

/// <summary>Chooses how work is run.</summary>
public static class WorkRunners
{
    /// <summary>A runner of the kind asked for; <see cref="IsolationKind.Auto"/> takes Docker when an engine answers.</summary>
    /// <exception cref="InvalidOperationException">Docker was asked for and no engine answers.</exception>
    public static async Task<IWorkRunner> ChooseAsync(DevnetSettings settings, ImageRegistry images, CancellationToken cancellationToken)
    {
        if (settings.Isolation != IsolationKind.Process)
        {
            if (await DockerWorkRunner.TryConnectAsync(cancellationToken) is { } docker)
                return docker;
            if (settings.Isolation == IsolationKind.Docker)
                throw new InvalidOperationException("Docker isolation was asked for, but no engine answers: start dockerd, or take process isolation.");
        }

        return new ProcessWorkRunner(images, settings.Time);
    }
}

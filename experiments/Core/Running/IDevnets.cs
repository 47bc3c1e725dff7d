namespace Survey.Experiments.Running;

/// <summary>Finds or starts embedded networks.</summary>
public interface IDevnets
{
    /// <summary>The address of a running devnet, started when none runs. Its state outlives its process.</summary>
    /// <param name="instance">Which one.</param>
    /// <param name="cancellationToken">Gives up waiting for it.</param>
    /// <exception cref="SurveyException">It did not start; the message holds its last words.</exception>
    Task<Uri> EnsureAsync(DevnetInstance instance, CancellationToken cancellationToken);
}

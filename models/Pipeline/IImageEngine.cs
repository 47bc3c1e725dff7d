namespace Survey.Models.Pipeline;

/// <summary>The container engine as Containerize needs it. The host builds through Cake.Docker; without an engine nothing here is called.</summary>
public interface IImageEngine
{
    /// <summary>Whether an engine answers.</summary>
    Task<bool> AnswersAsync(CancellationToken cancellationToken);

    /// <summary>The id of an image the engine has, or null.</summary>
    Task<string?> FindAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Builds a folder with a Dockerfile under a reference.</summary>
    Task BuildAsync(string context, string reference, CancellationToken cancellationToken);
}

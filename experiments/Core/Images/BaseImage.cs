namespace Survey.Experiments.Images;

/// <summary>The base an image is built on, and why this one.</summary>
/// <param name="Reference">As behind FROM.</param>
/// <param name="Reason">One sentence for log and report.</param>
public sealed record BaseImage(string Reference, string Reason)
{
    /// <summary>No base: the image holds its own loader and libraries.</summary>
    public const string Scratch = "scratch";

    /// <summary>Microsoft's smallest image with what a .NET program needs: no shell, no package manager.</summary>
    public const string Chiseled = "mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled-extra";

    private const string RegistryProbe = "https://mcr.microsoft.com/v2/";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether the image has to bring its own libraries.</summary>
    public bool IsScratch => Reference == Scratch;

    /// <summary>Decides what <c>base</c> in experiments.yaml means here.</summary>
    public static async Task<BaseImage> ChooseAsync(string wanted, bool hasEngine, HttpClient http, CancellationToken cancellationToken) => wanted switch
    {
        "auto" when !hasEngine => new(Scratch, "No engine builds an image: the folder brings its own libraries."),
        "auto" => await AnswersAsync(http, cancellationToken)
            ? new(Chiseled, "The registry of the chiseled .NET images answers.")
            : new(Scratch, "No registry answers: the image brings its own libraries."),
        Scratch => new(Scratch, "experiments.yaml asks for scratch."),
        _ => new(wanted, "experiments.yaml names it."),
    };

    private static async Task<bool> AnswersAsync(HttpClient http, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var response = await http.GetAsync(RegistryProbe, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}

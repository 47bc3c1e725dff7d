namespace Survey.Devnets.Ocean.Http;

/// <summary>The one route that takes any command by name.</summary>
internal sealed class DirectCommandRoute(IdentityRoutes identity, ResultRoutes results)
{
    public Route Route => new("directCommand", "POST", "/directCommand", ErrorShape.Text, (request, _) => HandleAsync(request));

    private async Task<Reply> HandleAsync(NodeRequest request)
    {
        if ((string?)request.Json["command"] is not { Length: > 0 } command)
            throw new Refusal(400, "Invalid Request: \"command\" is mandatory!");
        if (command == Experiments.Ocean.SignatureText.GetComputeResult)
            return await results.ResultAsync(request);
        return identity.Command(command, request) ?? throw new Refusal(400, $"Invalid or unrecognized command: \"{command}\"");
    }
}

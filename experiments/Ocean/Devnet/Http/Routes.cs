using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Survey.Devnets.Ocean.Http;

/// <summary>Answers one kind of call.</summary>
internal delegate Task<Reply> RouteHandler(NodeRequest request, IReadOnlyList<string> path);

/// <summary>One route of the node.</summary>
/// <param name="Name">Name in the root document; null for those that have none.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path with :parameters, as the root document shows it.</param>
/// <param name="Errors">How its refusals look.</param>
/// <param name="Handler">What it does.</param>
internal sealed record Route(string? Name, string Method, string Path, ErrorShape Errors, RouteHandler Handler)
{
    private readonly Regex pattern = new("^" + Regex.Replace(Path.Replace("/:force?", "(?:/([^/]+))?", StringComparison.Ordinal), ":[A-Za-z]+", "([^/]+)") + "$");

    public IReadOnlyList<string>? Match(NodeRequest request) =>
        request.Method == Method && pattern.Match(request.Path) is { Success: true } match
            ? [.. match.Groups.Values.Skip(1).Select(group => group.Value)]
            : null;
}

/// <summary>Finds the route of a request and sends its answer.</summary>
internal sealed class Routes(IReadOnlyList<Route> routes, RateLimit limit)
{
    public IReadOnlyList<Route> All => routes;

    public async Task HandleAsync(HttpContext context) => await (await AnswerAsync(context)).SendAsync(context);

    private async Task<Reply> AnswerAsync(HttpContext context)
    {
        var shape = ErrorShape.Text;
        try
        {
            limit.Count();
            var request = await NodeRequest.ReadAsync(context);
            foreach (var route in routes)
            {
                if (route.Match(request) is not { } path)
                    continue;
                shape = route.Errors;
                return await route.Handler(request, path);
            }
            return Reply.Text(HtmlPage.Of($"Cannot {context.Request.Method} {request.Path}"), 404);
        }
        catch (Refusal refusal)
        {
            return Reply.Error(refusal, shape);
        }
    }
}

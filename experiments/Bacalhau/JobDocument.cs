using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scriban;
using Scriban.Runtime;

namespace Survey.Experiments.Bacalhau;

/// <summary>Renders <c>job.json.sbn</c>, and refuses a job that the server would accept and then never run.</summary>
internal static class JobDocument
{
    private const string Resource = "Survey.Experiments.Bacalhau.job.json.sbn";

    private static readonly Template Template = Load();
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The job as it is sent.</summary>
    public static JsonObject Render(JobModel model)
    {
        var values = new ScriptObject { ["job"] = model };
        values.Import("json", new Func<object?, string>(value => JsonSerializer.Serialize(value, Json)));

        // Without a limit of its own on the text: an inline model that is too large is refused below with the reason, not cut.
        var context = new TemplateContext { StrictVariables = true, LoopLimit = 1000, LimitToString = 0 };
        context.PushGlobal(values);
        var job = JsonNode.Parse(Template.Render(context))!.AsObject();
        JobCheck.Check(job);
        return job;
    }

    private static Template Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        var template = Template.Parse(reader.ReadToEnd(), Resource);
        return template.HasErrors ? throw new InvalidOperationException($"{Resource}: {string.Join(' ', template.Messages)}") : template;
    }
}
